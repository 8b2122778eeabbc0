import { setImmediate } from 'node:timers/promises';
import type { Scalar, Tensor } from '#tf';
import * as tf from '#tf';
import { type GradientRequest, lossGradients } from '../autograd.js';
import type { Run } from './run.js';
import { stepSeed } from './seeds.js';

/** The losses as numbers; frees them. One wait for all, since a read waits for the device. */
export async function readLosses(losses: Record<string, Scalar>): Promise<Record<string, number>> {
  const read = async ([name, loss]: [string, Scalar]): Promise<[string, number]> => {
    const [value = Number.NaN] = await loss.data();
    loss.dispose();
    return [name, value];
  };
  return Object.fromEntries(await Promise.all(Object.entries(losses).map(read)));
}

/**
 * The losses of a request, added up over all batches of the real step that ends with a training step, and their
 * gradients, at the present parameters. Batches and masks are those of the training steps themselves.
 */
export async function evaluateRealStep(
  { settings, model, train }: Pick<Run, 'settings' | 'model' | 'train'>,
  lastStep: number,
  request: GradientRequest,
): Promise<{ loss: number; gradients: (Tensor | null)[] }> {
  const { accumGrad, seed } = settings;
  let loss = 0;
  let sums: (Tensor | null)[] = request.variables.map(() => null);
  for (let step = lastStep - ((lastStep - 1) % accumGrad); step <= lastStep; step++) {
    const epoch = Math.floor((step - 1) / train.length) + 1;
    const batch = train.batch(epoch, (step - 1) % train.length);
    const context = { training: true, seed: stepSeed(seed, step), losses: request.losses };
    const { losses, gradients } = lossGradients(() => model.forward(batch, context), [request]);
    const values = await readLosses(losses);
    for (const name of request.losses) loss += request.scale * (values[name] ?? Number.NaN);
    sums = (gradients[0] ?? []).map((gradient, index) => added(sums[index] ?? null, gradient));
    // One turn of the event loop, in which a signal is seen.
    await setImmediate();
  }
  return { loss, gradients: sums };
}

/** The sum of two gradients, either of which may be absent; takes them over. */
function added(a: Tensor | null, b: Tensor | null): Tensor | null {
  if (a === null || b === null) return a ?? b;
  const sum = tf.add(a, b);
  tf.dispose([a, b]);
  return sum;
}
