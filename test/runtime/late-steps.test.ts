import { tf } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type FusedUpdates,
  fusedUpdates,
  type GuardOutcome,
  setFusedUpdates,
  type UpdateGuard,
} from '../../runtime/src/backends/fused.js';
import { clipFactor } from '../../runtime/src/optim-schedulers/gradients.js';
import { train } from '../../runtime/src/trainer.js';
import fc from '../fast-check.js';
import { only, useBackend } from './backend.js';
import { configs, course, kinds, Steps, TwoModules, tensorsLeftBy, type Wrong } from './late-course.js';
import { makeRun } from './make-run.js';

/**
 * A device that decides on updates by itself, made of the running backend's: it has decided when it is asked, and says so
 * some turns of the event loop later.
 */
function decidingDevice(inner: FusedUpdates): FusedUpdates {
  const decisions = new WeakMap<UpdateGuard, { readonly state: GuardOutcome['state']; factor: number }>();
  let held = 0;
  return {
    ...inner,
    whole: (kernel) => {
      const begin = inner[kernel];
      if (begin === undefined || (kernel !== 'adam' && kernel !== 'sgd')) return undefined;
      return {
        step(updates, guard) {
          const { state, factor } = (guard && decisions.get(guard)) ?? { state: 'done', factor: 1 };
          if (state !== 'done') return;
          for (const { parameter, gradient, states, numbers } of updates) {
            const scaled = factor === 1 ? gradient : tf.mul(gradient, factor);
            begin(numbers)(parameter, scaled, states);
            if (scaled !== gradient) scaled.dispose();
          }
        },
        dispose: () => undefined,
      };
    },
    guards: {
      readsAhead: true,
      guard({ step, losses, gradients, clip }) {
        const norm = Math.sqrt(
          gradients.reduce((sum, each) => sum + (inner.sumOfSquares?.(each) ?? Number.NaN), 0),
        );
        const state =
          held !== 0 && held < step
            ? 'held back'
            : [...losses.dataSync()].some((each) => !Number.isFinite(each))
              ? 'loss not finite'
              : Number.isFinite(norm)
                ? 'done'
                : 'gradients not finite';
        if (state !== 'done' && state !== 'held back') held = step;
        const outcome = new Promise<GuardOutcome>((resolve) => {
          setTimeout(() => resolve({ state, norm }), 2);
        });
        const guard = { outcome };
        decisions.set(guard, { state, factor: clipFactor(norm, clip) });
        return guard;
      },
      release() {
        held = 0;
      },
    },
  };
}

describe.skipIf(only !== undefined)('steps whose losses are read late', () => {
  let inner: FusedUpdates = {};
  let asked = 0;
  beforeAll(async () => {
    await useBackend('wasm');
    inner = fusedUpdates();
  });

  /** The same training with a wait at every step, and with late readings. */
  async function both(config: string, wrong: ReadonlyMap<number, Wrong>, pauses: readonly number[] = []) {
    setFusedUpdates(inner);
    const expected = await course(config, wrong);
    const device = decidingDevice(inner);
    const { guards } = device;
    if (guards === undefined) throw new Error('no guards');
    asked = 0;
    const counted = {
      ...guards,
      guard: (...args: Parameters<typeof guards.guard>) => {
        asked += 1;
        return guards.guard(...args);
      },
    };
    setFusedUpdates({ ...device, guards: counted });
    const actual = await course(config, wrong, pauses);
    setFusedUpdates(inner);
    return { actual, expected };
  }

  it.each(configs)('come to what they come to when every one is waited for: %s', async (config) => {
    const { actual, expected } = await both(config, new Map());
    expect(actual).toEqual(expected);
    expect(expected.steps).toHaveLength(12);
    expect(expected.steps.every(({ skipped }) => skipped === undefined)).toBe(true);
  });

  it('are begun before the one before them is read', async () => {
    await both(configs[0] ?? '', new Map());
    expect(asked).toBe(12);
    // The last step begins once more after a skipped one.
    await both(configs[0] ?? '', new Map([[3, 'encoder']]));
    expect(asked).toBe(13);
  });

  it('wait where the schedule cannot be taken back, or an optimizer has no such update', async () => {
    await both(configs[2] ?? '', new Map());
    expect(asked).toBe(0);
  });

  it.each(kinds)('%s that is not finite skips what it skips when waited for', async (kind) => {
    for (const config of configs) {
      for (const at of [1, 4, 6, 7, 12]) {
        const { actual, expected } = await both(config, new Map([[at, kind]]));
        expect(actual, `step ${at} of ${config}`).toEqual(expected);
      }
    }
  });

  it('and any that are, in a training with pauses', async () => {
    const wrong = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...kinds)), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...configs),
        wrong,
        fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 2 }),
        async (config, list, pauses) => {
          const { actual, expected } = await both(
            config,
            new Map(list),
            pauses.toSorted((a, b) => a - b),
          );
          expect({ ...actual, steps: actual.steps.length, notices: [] }).toEqual({
            ...expected,
            steps: actual.steps.length,
            notices: [],
          });
          expect(actual.steps).toEqual(expected.steps.slice(-actual.steps.length));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leave no tensor behind', async () => {
    // The model's.
    const expected = await tensorsLeftBy(inner);
    expect(await tensorsLeftBy(decidingDevice(inner))).toBe(expected);
  });

  it('a learning rate that is not finite ends the training with the step before it recorded', async () => {
    const device = decidingDevice(inner);
    setFusedUpdates(device);
    const model = new TwoModules({ moduleConf: {}, data: new Steps(6), seed: 0 });
    const { run, steps } = makeRun({ config: configs[0] ?? '', model, train: new Steps(6) });
    const [first] = run.optimSchedulers;
    if (first === undefined) throw new Error('no OptimScheduler');
    const updateLr = first.updateLr.bind(first);
    first.updateLr = (step) => (step.realStep === 4 ? Number.NaN : updateLr(step));
    await expect(train(run)).rejects.toThrow(/in real step 4 .*is NaN/);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3]);
    setFusedUpdates(inner);
  });
});
