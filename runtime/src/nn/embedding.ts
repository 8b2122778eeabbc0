import type { Tensor2D, Variable } from '#tf';
import * as tf from '#tf';
import { hasFused, runFused, withGradient } from './fused.js';

/**
 * Rows of a table by their number, times `scale`: [N, features] from N ids and table [rows, features]. Throws when an
 * id is not a row. Where it is composed, the rows are picked by a product with one-hot vectors, as tf.gather has no
 * gradient on every backend.
 */
export function embedding(ids: Int32Array, table: Tensor2D | Variable, scale = 1): Tensor2D {
  const rows = table.shape[0] ?? 0;
  const wrong = ids.find((id) => id < 0 || id >= rows);
  if (wrong !== undefined) throw new Error(`There is no row ${wrong} in an embedding of ${rows}.`);
  if (!hasFused('GatherRows')) return tf.mul(tf.matMul(oneHot(ids, rows), table as Tensor2D), scale);
  return withGradient(
    [table],
    () => {
      const numbers = tf.tensor1d(ids, 'int32');
      const [value] = runFused('GatherRows', { ids: numbers, table }, { scale });
      return { value, saved: [numbers] };
    },
    (dy, [ids]) => runFused('ScatterRows', { ids, dy }, { rows, scale }),
  ) as Tensor2D;
}

/**
 * 1 in the column that each row's id names, else 0: [N, classes] (float32). Not tf.oneHot, which is silently wrong for
 * float32 on wasm and refuses a single class.
 */
export function oneHot(ids: Int32Array, classes: number): Tensor2D {
  const values = new Float32Array(ids.length * classes);
  ids.forEach((id, row) => {
    if (id >= 0 && id < classes) values[row * classes + id] = 1;
  });
  return tf.tensor2d(values, [ids.length, classes]);
}

/**
 * Sines and cosines of the position, [length, features] (Vaswani et al. 2017): even features sin(p / 10000^(i/d)), odd
 * ones the cosine beside it.
 */
export function sinusoidalPositions(length: number, features: number): Tensor2D {
  const values = new Float32Array(length * features);
  for (let p = 0; p < length; p++) {
    for (let i = 0; i < features; i++) {
      const angle = p / 10000 ** ((i - (i % 2)) / features);
      values[p * features + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return tf.tensor2d(values, [length, features]);
}
