import * as tf from '#tf';

/** Computes something known on the current backend. Throws with `who` and the numbers when they are others. */
export async function expectKnownResults(who: string): Promise<void> {
  const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  await expectValues(who, tf.matMul(matrix, matrix), [7, 10, 15, 22]);
  // A gradient through a product, a softmax and a sum: what a training is made of.
  const gradient = tf.grad((x) => tf.sum(tf.mul(tf.softmax(tf.matMul(x as typeof matrix, matrix)), matrix)));
  await expectValues(who, gradient(tf.zeros([2, 2])), [0.25, 0.25, 0.25, 0.25]);
}

/** Throws when a tensor does not hold the numbers, within 1e-6. */
export async function expectValues(
  who: string,
  tensor: tf.Tensor,
  expected: readonly number[],
): Promise<void> {
  const values = [...(await tensor.data())];
  const right = expected.every((value, at) => Math.abs(value - (values[at] ?? Number.NaN)) < 1e-6);
  if (!right) throw new Error(`${who} computes [${values.join(', ')}] instead of [${expected.join(', ')}].`);
}
