// Trainings that TensorFlow decides on by itself, as on a GPU, against those that wait for every step.
import { expect, test } from 'vitest';
import { fusedUpdates, setFusedUpdates } from '../../runtime/src/backends/fused.js';
import { startBackend } from '../../runtime/src/backends/index.js';
import fc from '../fast-check.js';
import { configs, course, kinds, tensorsLeftBy, type Wrong } from '../runtime/late-course.js';
import { worst } from '../runtime/tensors.js';

await startBackend('tensorflow');
const updates = fusedUpdates();
/** With our kernels for the processor there are no guards: nothing is computed beside us. */
const testLate = test.skipIf(updates.guards === undefined);

/** All finite numbers of something, in order. */
const numbersOf = (value: unknown): number[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
};

/** What is the same to the letter: everything but finite numbers that are no integers. */
const wordsOf = (value: unknown) =>
  JSON.stringify(value, (_, each) => {
    if (typeof each !== 'number' || Number.isInteger(each)) return each;
    return Number.isFinite(each) ? 'a number' : String(each);
  });

/** The same training with a wait at every step, and with late readings. */
async function both(config: string, wrong: ReadonlyMap<number, Wrong>, pauses: readonly number[] = []) {
  const { guards, ...others } = updates;
  if (guards === undefined) throw new Error('no guards');
  let asked = 0;
  const counted: typeof guards = {
    ...guards,
    guard: (guarded) => {
      asked += 1;
      return guards.guard(guarded);
    },
  };
  setFusedUpdates(others);
  const waited = await course(config, wrong, pauses);
  setFusedUpdates({ ...updates, guards: counted });
  const late = await course(config, wrong, pauses);
  setFusedUpdates(updates);
  return { waited, late, asked };
}

/** The factor of clipped gradients is of float32 where TensorFlow computes it, and of float64 where we do. */
function expectSame(waited: unknown, late: unknown, what: string) {
  expect(wordsOf(late), what).toEqual(wordsOf(waited));
  expect(worst(numbersOf(late), numbersOf(waited)), what).toBeLessThan(2e-6);
}

testLate('steps whose losses are read late come to what they come to when waited for', async () => {
  for (const config of configs) {
    const { waited, late, asked } = await both(config, new Map());
    expectSame(waited, late, config);
    expect(asked > 0).toBe(config !== configs[2]);
  }
});

testLate.each(kinds)('%s that is not finite skips what it skips when waited for', async (kind) => {
  for (const config of configs) {
    for (const at of [1, 4, 6, 7, 12]) {
      const { waited, late } = await both(config, new Map([[at, kind]]));
      expectSame(waited, late, `step ${at} of ${config}`);
    }
  }
});

testLate('and any that are, in a training with pauses', async () => {
  const wrong = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...kinds)), {
    maxLength: 6,
  });
  const pauses = fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...configs), wrong, pauses, async (config, list, at) => {
      const ordered = at.toSorted((a, b) => a - b);
      const { waited, late } = await both(config, new Map(list), ordered);
      expectSame(waited, late, JSON.stringify([config, list, ordered]));
    }),
    { numRuns: 30 },
  );
});

testLate('they leave no tensor behind', async () => {
  const { guards, ...others } = updates;
  expect(guards).toBeDefined();
  expect(await tensorsLeftBy(updates)).toBe(await tensorsLeftBy(others));
});
