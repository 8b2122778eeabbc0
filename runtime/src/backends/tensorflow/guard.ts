import type { Tensor } from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import { dataType } from '../../native/graph/binding.js';
import type { Guarded, GuardOutcome, UpdateGuard, UpdateGuards } from '../fused.js';
import { flag, indexType, integer, type Raw, RawOperations, type } from './raw.js';

/** What a guard found, where TensorFlow computes, for the update that follows it; frees them. */
export interface Found {
  /** One bool. */
  readonly isOk: Tensor;
  /** What the gradients are multiplied by. */
  readonly factor: Tensor;
}

const found = new WeakMap<UpdateGuard, Found>();

/** What a guard found. */
export function foundBy(guard: UpdateGuard): Found {
  const result = found.get(guard);
  if (result === undefined) throw new Error('This guard belongs to another backend.');
  return result;
}

/**
 * Updates that TensorFlow decides on by itself, for a GPU: a step is sent to it as a whole, and what it came to is read when the next
 * one is about to be sent. A reading waits for all that was sent before it, hence not earlier.
 */
export function updateGuards(native: LoadedNative): UpdateGuards {
  /** The step since which updates are held back; 0: none. */
  let held: Raw | undefined;

  return {
    readsAhead: false,
    guard({ step, losses, gradients, clip }: Guarded): UpdateGuard {
      const raw = new RawOperations(native);
      const since = held ?? raw.scalar(0);
      const now = raw.scalar(step);
      const isHeld = raw.run('LogicalAnd', [
        raw.float('Greater', since, raw.scalar(0)),
        raw.float('Less', since, now),
      ]);
      const norm = raw.norm(gradients);
      const isGoodNorm = raw.float('IsFinite', norm);
      const isGoodLoss = raw.run(
        'All',
        [raw.float('IsFinite', raw.input(losses)), raw.integers([0])],
        flag('keep_dims', false),
        indexType('Tidx'),
      );
      const isGood = raw.run('LogicalAnd', [isGoodLoss, isGoodNorm]);
      const isOk = raw.run('LogicalAnd', [isGood, raw.run('LogicalNot', [isHeld])]);
      const factor = raw.float(
        'Minimum',
        raw.scalar(1),
        raw.float('RealDiv', raw.scalar(clip), raw.float('AddV2', norm, raw.scalar(1e-6))),
      );
      const isFine = raw.run('LogicalOr', [isGood, isHeld]);
      const next = raw.keep(raw.float('SelectV2', isFine, since, now));
      if (held !== undefined) raw.free(held);
      held = next;
      const told = raw.run(
        'Pack',
        [...[isHeld, isGoodLoss, isGoodNorm].map((each) => raw.fromBool(each)), norm],
        type('T', dataType.float),
        integer('N', 4),
        integer('axis', 0),
      );
      const [result, ...rest] = raw.finish([told, isOk, factor]) as [Tensor, Tensor, Tensor];
      let outcome: Promise<GuardOutcome> | undefined;
      const guard: UpdateGuard = {
        get outcome() {
          outcome ??= read(result);
          return outcome;
        },
      };
      found.set(guard, { isOk: rest[0], factor: rest[1] });
      return guard;
    },
    release() {
      if (held !== undefined) new RawOperations(native).free(held);
      held = undefined;
    },
  };
}

async function read(result: Tensor): Promise<GuardOutcome> {
  const [isHeld, isGoodLoss, isGoodNorm, norm = Number.NaN] = await result.data();
  result.dispose();
  if (isHeld === 1) return { state: 'held back', norm };
  if (isGoodLoss === 0) return { state: 'loss not finite', norm };
  return { state: isGoodNorm === 1 ? 'done' : 'gradients not finite', norm };
}
