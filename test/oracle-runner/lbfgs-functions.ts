import * as tf from '#tf';

// The functions of test/oracle/generate/lbfgs.py, written with TensorFlow.js.

type Parameters = readonly tf.Tensor[];

function at(tensors: Parameters, index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new Error(`no parameter ${index}`);
  return tensor;
}

const sum = (tensor: tf.Tensor): tf.Scalar => tf.sum(tensor);
const element = (tensor: tf.Tensor, index: number): tf.Tensor =>
  tf.slice1d(tensor.reshape([tensor.size]) as tf.Tensor1D, index, 1).reshape([]);

function quadratic(parameters: Parameters): tf.Scalar {
  const [x, y] = [at(parameters, 0), at(parameters, 1)];
  const a = tf.tensor([1, 2, 3, 4, 5, 6], [2, 3]);
  const b = tf.tensor1d([7, 8, 9]);
  const first = sum(tf.mul(tf.mul(a, 0.5), tf.square(tf.sub(x, 1))));
  const second = sum(tf.mul(tf.mul(b, 0.5), tf.square(tf.add(y, 0.5))));
  const coupling = tf.mul(tf.mul(element(x, 0), 0.3), element(y, 0));
  return tf.add(tf.add(first, second), coupling);
}

function rosenbrock(parameters: Parameters): tf.Scalar {
  const x = at(parameters, 0) as tf.Tensor1D;
  const [left, right] = [tf.slice1d(x, 0, x.size - 1), tf.slice1d(x, 1, x.size - 1)];
  const valley = tf.mul(tf.square(tf.sub(right, tf.square(left))), 100);
  return sum(tf.add(valley, tf.square(tf.sub(1, left))));
}

function logistic(parameters: Parameters): tf.Scalar {
  const [w, b] = [at(parameters, 0), at(parameters, 1)];
  const values = Float32Array.from({ length: 48 }, (_, i) => (((29 * i + 5) % 67) - 33) / 33);
  const labels = tf.tensor1d(Array.from({ length: 12 }, (_, i) => ((7 * i + 3) % 5 < 2 ? 1 : 0)));
  const z = tf.add(tf.matMul(tf.tensor(values, [12, 4]), w.reshape([4, 1])).reshape([12]), b);
  const losses = tf.add(tf.log1p(tf.exp(tf.neg(tf.abs(z)))), tf.sub(tf.relu(z), tf.mul(labels, z)));
  return tf.add(tf.mean(losses), tf.mul(sum(tf.square(w)), 0.01));
}

function valley(parameters: Parameters): tf.Scalar {
  const x = at(parameters, 0);
  const [a, b, c] = [element(x, 0), element(x, 1), element(x, 2)];
  const fourth = tf.square(tf.square(tf.sub(a, 2)));
  const narrow = tf.mul(tf.square(tf.sub(a, tf.mul(b, 2))), 10);
  const curved = tf.mul(tf.square(tf.add(c, tf.square(b))), 0.1);
  return tf.add(tf.add(fourth, narrow), curved);
}

/** By name: a scalar of the parameters. */
export const functions: Readonly<Record<string, (parameters: Parameters) => tf.Scalar>> = {
  quadratic,
  rosenbrock,
  logistic,
  valley,
};
