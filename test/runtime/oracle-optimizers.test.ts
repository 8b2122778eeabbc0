import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../runtime/src/backends/index.js';
import type { CaseResult } from '../oracle-runner/result.js';
import { line } from '../oracle-runner/result.js';
import { runFile } from '../oracle-runner/run-file.js';

const folder = new URL('../oracle/', import.meta.url);
const files = readdirSync(folder).filter(
  (name) => /^torch-(optim.*|lbfgs)\.json$/.test(name) && name !== 'torch-optim-signatures.json',
);

/** Cases and the worst error of each class, relative to its largest parameter, for the table in the test output. */
function classes(
  all: readonly CaseResult[],
): Record<string, { cases: number; 'worst relative error': string }> {
  const names = [...new Set(all.map(({ name }) => name.split('/')[0] ?? name))].sort();
  const row = (optimizer: string) => {
    const own = all.filter(({ name }) => name.startsWith(`${optimizer}/`));
    const worst = Math.max(...own.map((one) => one.worst ?? 0));
    return [optimizer, { cases: own.length, 'worst relative error': worst.toExponential(1) }] as const;
  };
  return Object.fromEntries(names.map(row));
}

describe.each(files)('%s', (file) => {
  const results: CaseResult[] = [];
  beforeAll(async () => {
    await startBackend();
    results.push(...(await runFile(readFileSync(new URL(file, folder), 'utf8'))));
  });
  afterAll(() => console.table(classes(results)));

  test('follows torch within float32', () => {
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ status }) => status !== 'ok').map(line)).toEqual([]);
  });
});
