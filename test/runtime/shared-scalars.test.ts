import { expect, it } from 'vitest';
import type { Binding } from '../../runtime/src/native/graph/binding.js';
import { SharedScalars } from '../../runtime/src/native/graph/shared-scalars.js';

/** A binding that keeps numbers, and what there is of them. */
function numbersOnly() {
  const alive = new Map<number, number>();
  let next = 0;
  const binding: Pick<Binding, 'createTensor' | 'deleteTensor'> = {
    createTensor(_shape, _dtype, values) {
      const [value = 0] = values as Float32Array;
      alive.set(next, value);
      return next++;
    },
    deleteTensor: (id) => void alive.delete(id),
  };
  const scalars = new SharedScalars(binding as Binding);
  return { alive, scalars, take: (value: number) => scalars.take(Float32Array.of(value)) };
}

it('a number is one tensor, whoever takes it and when', () => {
  const { alive, scalars, take } = numbersOnly();
  const first = take(0.5);
  expect(take(0.5)).toBe(first);
  for (const _ of [1, 2]) expect(scalars.release(first)).toBe(true);
  expect(take(0.5)).toBe(first);
  expect(take(0.25)).not.toBe(first);
  expect([...alive.values()]).toEqual([0.5, 0.25]);
});

it('numbers are told apart by their bits', () => {
  const { take } = numbersOnly();
  expect(take(-0)).not.toBe(take(0));
  expect(take(Number.NaN)).toBe(take(Number.NaN));
  const bits = (value: number) => new Float32Array(Uint32Array.of(value).buffer);
  const { scalars } = numbersOnly();
  expect(scalars.take(bits(0x7fc00001))).not.toBe(scalars.take(bits(0x7fc00002)));
});

it('of those that nobody uses some stay, the last ones', () => {
  const { alive, scalars, take } = numbersOnly();
  const used = take(-1);
  for (let value = 0; value < 2000; value++) scalars.release(take(value));
  expect(alive.size).toBeLessThan(600);
  expect(alive.get(used)).toBe(-1);
  expect([...alive.values()]).toContain(1999);
  expect([...alive.values()]).not.toContain(0);
  expect(take(0)).toBeGreaterThan(used);
});

it('what is none of them is told', () => {
  const { scalars, take } = numbersOnly();
  expect(scalars.release(take(1) + 1)).toBe(false);
});
