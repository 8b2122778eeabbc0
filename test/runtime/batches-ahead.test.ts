import { Dataset } from 'optim-sches';
import { expect, test } from 'vitest';
import { BatchesAhead } from '../../runtime/src/training/batches-ahead.js';

/** Two batches in an epoch; batch 1 of epoch 2 cannot be made. */
class Names extends Dataset<string> {
  readonly length = 2;
  readonly asked: string[] = [];
  constructor() {
    super({ conf: {}, seed: 0, folder: '.' });
  }
  batch(epoch: number, index: number): string {
    const name = `${epoch}/${index}`;
    this.asked.push(name);
    if (name === '2/1') throw new Error('no such file');
    return name;
  }
}

test('a batch that is prepared is not made again, and any other is made when it is taken', () => {
  const data = new Names();
  const batches = new BatchesAhead(data);
  expect(batches.take(1, 0)).toBe('1/0');
  batches.prepare(1, 1);
  expect(batches.take(1, 1)).toBe('1/1');
  batches.prepare(1, 2);
  expect(batches.take(2, 0)).toBe('2/0');
  batches.prepare(1, 1);
  expect(batches.take(1, 0)).toBe('1/0');
  expect(data.asked).toEqual(['1/0', '1/1', '2/0', '1/1', '1/0']);
});

test('a batch that cannot be made is an error when its turn comes, not before', () => {
  const batches = new BatchesAhead(new Names());
  batches.prepare(2, 1);
  expect(() => batches.take(2, 1)).toThrow('no such file');
});
