import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../oracle-runner/result.js';
import { line } from '../oracle-runner/result.js';
import { runFile } from '../oracle-runner/run-file.js';

const results = (file: string) =>
  runFile(readFileSync(new URL(`../oracle/${file}`, import.meta.url), 'utf8'));

/** Counts a part of a file by status, for the table in the test output. */
function counts(all: readonly CaseResult[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { name, status } of all) {
    const part = name.includes('/') ? (name.split('/')[0] ?? name) : name;
    const row = table[part] ?? { ok: 0, FAILED: 0, skipped: 0 };
    table[part] = { ...row, [status]: (row[status] ?? 0) + 1 };
  }
  return table;
}

describe('speechain.json', async () => {
  const all = await results('speechain.json');
  console.table(counts(all));

  test.each(all.map((result) => [result.name, result] as const))('%s', (_, result) => {
    expect(result.status, line(result)).not.toBe('FAILED');
  });

  test('only what the file cannot tell is left out', () => {
    const left = all.filter(({ status }) => status === 'skipped').map(({ note }) => note);
    expect(new Set(left)).toEqual(
      new Set([
        'about a saved checkpoint, not about a file',
        'what losses the model returns is not in the file',
        'the number of GPUs is not in the file',
        'a loss that becomes non-finite is not in the file',
        'runs only with SpeeChain’s overlap check taken out',
        'fails on the number of batches, which the file does not say',
      ]),
    );
  });
});

describe('yaml-loader.json', async () => {
  const all = await results('yaml-loader.json');

  test.each(all.map((result) => [result.name, result] as const))('%s', (_, result) => {
    expect(result.status, line(result)).toBe('ok');
  });
});

test.each([
  ['expressions.json', { ok: 307 }],
  ['g2p-trace.json', { skipped: 1 }],
])('%s is known: %j', async (file, expected) => {
  const all = await results(file);
  const statuses = all.map(({ status }) => status);
  const found = Object.fromEntries(
    [...new Set(statuses)].map((one) => [one, statuses.filter((status) => status === one).length]),
  );
  expect(found).toEqual(expected);
  expect(all.every(({ status, note }) => status !== 'skipped' || note)).toBe(true);
});

test('a file of another kind is refused', async () => {
  await expect(runFile('{"other": 1}')).rejects.toThrow('Not an oracle file');
});
