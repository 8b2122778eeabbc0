import type { Tensor } from '#tf';
import * as tf from '#tf';
import type { Guarded, GuardOutcome, UpdateGuard, UpdateGuards } from '../fused.js';
import type { WebGpuDevice } from './device.js';
import { List, listUsage } from './list.js';
import { exact, squares } from './norm.js';
import { guardShader, guardStates } from './wgsl/guard.js';

/** What a guard found, on the GPU: the tensor of the result, for the update that follows it. */
const results = new WeakMap<UpdateGuard, Tensor>();

/** The result of a guard, as a binding of an update's shader. */
export function controlOf(device: WebGpuDevice, guard: UpdateGuard): GPUBufferBinding {
  const result = results.get(guard);
  if (result === undefined) throw new Error('This guard belongs to another backend.');
  return device.places.of(result);
}

/** A number in float32, as an integer. */
const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;

/** Updates that the GPU decides on by itself: one small dispatch after the one that adds up the squares of the gradients. */
export function updateGuards(device: WebGpuDevice): UpdateGuards {
  const { device: gpu } = device.places.backend;
  const settings = new List(device);
  /** The step since which updates are held back; 0: none. */
  const held = gpu.createBuffer({ size: 4, usage: listUsage });

  const read = async (result: Tensor): Promise<GuardOutcome> => {
    const [state = Number.NaN, , norm, bad] = await result.data();
    result.dispose();
    const found = guardStates[state];
    if (found === undefined) throw new Error(`The GPU answered ${state} when it was asked about an update.`);
    return { state: found, norm: exact(norm, bad) };
  };

  return {
    readsAhead: true,
    guard({ step, losses, gradients, clip }: Guarded): UpdateGuard {
      const result = tf.zeros([4]);
      const sums = tf.tidy(() => {
        const [first = tf.zeros([2]), ...others] = squares(device, gradients);
        return others.length === 0 ? first : tf.concat([first, ...others]);
      });
      device.shaders.run(
        'guard',
        () => guardShader,
        [
          { ...device.places.of(sums), size: 4 * sums.size },
          { ...device.places.of(losses), size: 4 * losses.size },
          settings.with(Uint32Array.of(step, bitsOf(clip))),
          { buffer: held },
          device.places.of(result),
        ],
        [1],
      );
      sums.dispose();
      let outcome: Promise<GuardOutcome> | undefined;
      const guard: UpdateGuard = {
        // Asked for when the update is on its way: a reading sends all that was recorded.
        get outcome() {
          outcome ??= read(result);
          return outcome;
        },
      };
      results.set(guard, result);
      return guard;
    },
    release() {
      gpu.queue.writeBuffer(held, 0, Uint32Array.of(0));
    },
  };
}
