import { expect, test } from 'vitest';
import { type Attribute, attributeType, dataType } from '../../runtime/src/native/graph/binding.js';
import { LazyBinding } from '../../runtime/src/native/graph/lazy-binding.js';
import fc from '../fast-check.js';
import { FakeTensorFlow } from './fake-tensorflow.js';

/** A binding whose operations wait, with short names for what tests do with it. */
function makeWorld() {
  const fake = new FakeTensorFlow();
  const lazy = new LazyBinding(fake, fake);
  const { facade } = lazy;
  const floats = (values: readonly number[], shape: readonly number[] = [values.length]) =>
    facade.createTensor(shape, dataType.float, Float32Array.from(values));
  const integers = (values: readonly number[]) =>
    facade.createTensor([values.length], dataType.int32, Int32Array.from(values));
  const run = (name: string, inputs: readonly number[], attributes: readonly Attribute[] = []) =>
    facade.executeOp(name, attributes, inputs, 1)[0]?.id ?? -1;
  const read = (id: number) => [...(facade.tensorDataSync(id) as Float32Array)];
  /** A step in which operations wait; how many were executed one by one, and how many graphs ran. */
  const step = <T>(work: () => T) => {
    const before = { executed: fake.executed, runs: fake.runs };
    lazy.begin();
    const result = work();
    lazy.end();
    return { result, executed: fake.executed - before.executed, runs: fake.runs - before.runs };
  };
  /** How many tensors there are, without the numbers that stay for the next steps (shared-scalars.test.ts). */
  const count = () => [...fake.tensors.keys()].filter((id) => !fake.numbers.has(id)).length;
  return {
    fake,
    lazy,
    floats,
    integers,
    run,
    read,
    step,
    count,
    free: (id: number) => facade.deleteTensor(id),
  };
}

test('a step that comes again runs as one graph, from the third time on', () => {
  const { fake, floats, run, read, step } = makeWorld();
  const x = floats([1, 2, 3]);
  const work = () => read(run('Sum', [run('Mul', [run('Add', [x, x]), x])]));
  const steps = Array.from({ length: 5 }, () => step(work));
  expect(steps.map(({ result }) => result)).toEqual(Array(5).fill([28]));
  expect(steps.map(({ executed }) => executed)).toEqual([3, 3, 0, 0, 0]);
  expect(steps.map(({ runs }) => runs)).toEqual([0, 0, 1, 1, 1]);
  expect(fake.loaded).toBe(1);
});

test('values that JavaScript makes anew in each step are inputs', () => {
  const { fake, floats, run, read, step } = makeWorld();
  const x = floats([1, 2]);
  for (let i = 1; i <= 6; i++) {
    const { result } = step(() => read(run('Mul', [run('Mul', [x, floats([i], [])]), floats([10], [])])));
    expect(result).toEqual([10 * i, 20 * i]);
  }
  expect(fake.loaded).toBe(1);
});

test('an array that is filled again for the next tensor leaves the first one as it is', () => {
  const { lazy, run, read, step } = makeWorld();
  const scratch = new Float32Array(1);
  const tensorOf = (value: number) => {
    scratch[0] = value;
    return lazy.facade.createTensor([1], dataType.float, scratch);
  };
  for (let i = 0; i < 6; i++) {
    const { result } = step(() => {
      const once = run('Mul', [tensorOf(i), tensorOf(1)]);
      return read(run('Add', [once, tensorOf(10)]));
    });
    expect(result).toEqual([i + 10]);
  }
});

test('an integer that was the same for a while and then changes makes the graph anew', () => {
  const { fake, floats, integers, run, read, step } = makeWorld();
  const x = floats([1]);
  const results = [1, 1, 1, 1, 1, 7, 8, 1].map(
    (factor) => step(() => read(run('Mul', [x, integers([factor])]))).result[0],
  );
  expect(results).toEqual([1, 1, 1, 1, 1, 7, 8, 1]);
  expect(fake.loaded).toBe(2);
});

test('what takes the place of an old tensor, as parameters do, is there in the next step', () => {
  const { count, floats, run, read, step, free } = makeWorld();
  let parameter = floats([1, 1]);
  const held = count();
  for (let i = 1; i <= 8; i++) {
    step(() => {
      const rate = floats([i], []);
      const next = run('Add', [parameter, rate]);
      for (const id of [rate, parameter]) free(id);
      parameter = next;
    });
    expect(read(parameter)).toEqual(Array(2).fill(1 + (i * (i + 1)) / 2));
    // One waits for each: nothing is left behind, nothing is freed too early.
    expect(count()).toBe(held);
  }
});

test('batches of other sizes are recorded once each, and share one graph', () => {
  const { fake, floats, run, read, step, free } = makeWorld();
  const batch = (n: number) => Array.from({ length: n }, (_, i) => i);
  const work = (n: number) =>
    step(() => {
      const x = floats(batch(n));
      const y = run('Sum', [run('Add', [x, floats([1], [])])]);
      const value = read(y);
      for (const id of [x, y]) free(id);
      return value;
    });
  const executed: number[] = [];
  for (const n of [2, 3, 4, 5, 2, 5, 3, 6, 6, 4]) {
    const { result, executed: count } = work(n);
    expect(result).toEqual([(n * (n - 1)) / 2 + n]);
    executed.push(count);
  }
  expect(executed).toEqual([2, 2, 2, 2, 0, 0, 0, 2, 0, 0]);
  expect(fake.loaded).toBe(1);
});

test('sizes in an input are part of what is compared', () => {
  const { floats, integers, step, lazy } = makeWorld();
  const x = floats([1, 2, 3, 4, 5, 6]);
  for (const shape of [
    [2, 3],
    [3, 2],
    [6, 1],
    [2, 3],
    [2, 3],
    [3, 2],
    [1, 6],
    [3, 2],
  ]) {
    const { result } = step(() => lazy.facade.executeOp('Reshape', [], [x, integers(shape)], 1)[0]?.shape);
    expect(result).toEqual(shape);
  }
});

test('a value that is read in between divides the step', () => {
  const { floats, run, read, step } = makeWorld();
  const x = floats([1, 2]);
  const work = () => {
    const [total = 0] = read(run('Sum', [x]));
    return read(run('Mul', [x, floats([total], [])]));
  };
  for (let i = 0; i < 4; i++) expect(step(work).result).toEqual([3, 6]);
  expect(step(work)).toMatchObject({ executed: 0, runs: 2 });
});

test('an output of which nobody needs the value is not computed, and one of several is', () => {
  const { count, floats, run, read, step, free, lazy } = makeWorld();
  const x = floats([1]);
  const work = () => {
    const [a, b] = lazy.facade.executeOp('Both', [], [x], 2);
    free(run('Sum', [x]));
    free(a?.id ?? -1);
    const value = read(b?.id ?? -1);
    free(b?.id ?? -1);
    return value;
  };
  for (let i = 0; i < 5; i++) expect(step(work).result).toEqual([2]);
  expect(count()).toBe(1);
});

test('an operation whose output has as many elements as its values say is executed at once', () => {
  const { floats, run, read, step, free } = makeWorld();
  for (let i = 0; i < 6; i++) {
    const values = [i % 2, 1, 1];
    const { result } = step(() => {
      const x = floats(values);
      const found = run('Where', [run('Add', [x, x])]);
      const total = read(run('Sum', [found]));
      free(x);
      return total;
    });
    expect(result).toEqual([2 * (2 + (i % 2))]);
  }
});

test('steps that are never like one before are executed one by one in the end, and it is said why', () => {
  const { floats, run, read, step, lazy } = makeWorld();
  const x = floats([1]);
  for (let i = 1; i <= 210; i++) {
    const { result } = step(() =>
      read(run('Scale', [x], [{ name: 'factor', type: attributeType.float, value: i }])),
    );
    expect(result).toEqual([i]);
  }
  expect(lazy.takeNotices()).toEqual([
    'TensorFlow runs every operation by itself from here on: 200 of 200 parts of training steps were like none before, at last since the attribute factor of Scale is 200, and was 1.',
  ]);
  expect(lazy.takeNotices()).toEqual([]);
});

test('a graph that TensorFlow refuses is said, and executed one by one', () => {
  const { fake, floats, run, read, step, lazy } = makeWorld();
  const x = floats([1, 2]);
  fake.failure = 'no such kernel in a graph';
  for (let i = 0; i < 5; i++) expect(step(() => read(run('Add', [x, x]))).result).toEqual([2, 4]);
  expect(lazy.takeNotices()).toEqual([
    'TensorFlow does not run a part of the training step as one graph: no such kernel in a graph',
  ]);
});

test('after an error in a step the next one goes on', () => {
  const { count, floats, run, read, step, free, lazy } = makeWorld();
  let x = floats([1]);
  const work = () => {
    const next = run('Add', [x, floats([1], [])]);
    free(x);
    x = next;
  };
  for (let i = 0; i < 4; i++) step(work);
  expect(read(x)).toEqual([5]);
  const held = count();
  lazy.begin();
  const kept = x;
  run('Mul', [kept, floats([2], [])]);
  expect(() => run('Nothing', [kept])).toThrow('There is no operation Nothing.');
  lazy.abandon();
  expect(count()).toBeLessThanOrEqual(held + 2);
  step(work);
  expect(read(x)).toEqual([6]);
});

/** A line of a program: an operation on earlier results, by their places from the end. */
const line = fc.oneof(
  fc.record({ name: fc.constantFrom('Add', 'Mul'), a: fc.nat(5), b: fc.nat(5) }),
  fc.record({ name: fc.constantFrom('Sum', 'Read'), a: fc.nat(5), b: fc.constant(0) }),
  fc.record({ name: fc.constant('Number'), a: fc.integer({ min: -2, max: 2 }), b: fc.constant(0) }),
  fc.record({ name: fc.constant('Free'), a: fc.nat(5), b: fc.constant(0) }),
);

test('random programs, again and again with other sizes and values, give what they give without waiting', () => {
  const run = fc.record({ size: fc.integer({ min: 1, max: 3 }), value: fc.integer({ min: -2, max: 2 }) });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(run, { minLength: 4, maxLength: 10 }),
      (program, runs) => {
        const world = makeWorld();
        const plain = makeWorld();
        const execute = (
          { floats, run, read, free }: ReturnType<typeof makeWorld>,
          size: number,
          value: number,
        ) => {
          const live = [floats(Array(size).fill(value)), floats([value], [])];
          const values: number[][] = [];
          for (const { name, a, b } of program) {
            const at = (place: number) => live[Math.max(0, live.length - 1 - place)] ?? -1;
            if (name === 'Number') live.push(floats([a], []));
            else if (name === 'Read') values.push(read(at(a)));
            else if (name === 'Free') {
              if (live.length > 2) free(live.splice(Math.max(0, live.length - 1 - a), 1)[0] ?? -1);
            } else live.push(run(name, name === 'Sum' ? [at(a)] : [at(a), at(b)]));
          }
          for (const id of live) values.push(read(id));
          for (const id of live) free(id);
          return values;
        };
        for (const { size, value } of runs) {
          const { result } = world.step(() => execute(world, size, value));
          expect(result).toEqual(execute(plain, size, value));
          expect(world.count()).toBe(0);
        }
      },
    ),
    { numRuns: 300 },
  );
});
