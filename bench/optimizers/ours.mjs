// One optimizer's update in this runtime, on the backend wasm.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { startBackend } from '../../runtime/dist/backends/index.js';
import { createUpdateRule, executableOptimizers } from '../../runtime/dist/optimizers/index.js';
import * as tf from '../../runtime/dist/tf.js';
import { findOptimizer } from '../../schemas/dist/index.js';
import { timesOf } from './times.mjs';

export { executableOptimizers };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Starts the backend on one thread; its name. */
export async function start() {
  process.env.OPTIM_SCHES_THREADS = '1';
  return (await startBackend('wasm')).name;
}

/** Times of each update of `tensors` matrices of `shape`, always with the same gradients. */
export function measure({ type, conf, shape, tensors, seconds }) {
  const random = (k) => ((37 * k + 11) % 64) / 64 - 0.49;
  const size = shape[0] * shape[1];
  const make = (offset) =>
    tf.tensor(
      Float32Array.from({ length: size }, (_, k) => random(k + offset)),
      shape,
    );
  const names = Array.from({ length: tensors }, (_, index) => `parameter.${index}`);
  const initial = names.map((_, index) => make(index));
  const parameters = new Map(names.map((name, index) => [name, tf.variable(initial[index])]));
  const gradients = new Map(names.map((name, index) => [name, make(3 * index + 1)]));
  const options = findOptimizer(type).options.parse(conf);
  const rule = createUpdateRule(type, parameters, options);
  // What making the tensors left behind is not to be collected while an update is timed.
  collectGarbage();
  const times = timesOf(() => rule.step(gradients, options.lr), seconds);
  rule.dispose();
  tf.dispose([...initial, ...parameters.values(), ...gradients.values()]);
  return times;
}
