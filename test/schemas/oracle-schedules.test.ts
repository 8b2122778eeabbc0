import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CaseResult, line } from '../oracle-runner/result.js';
import { runFile } from '../oracle-runner/run-file.js';

const folder = new URL('../oracle/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('-schedules.json'));
const results = await Promise.all(
  files.map(async (file) => [file, await runFile(readFileSync(new URL(file, folder), 'utf8'))] as const),
);

/** Cases and the worst relative error of each family (torch, espnet, …), for the table in the test output. */
function families(
  all: readonly CaseResult[],
): Record<string, { cases: number; 'worst relative error': string }> {
  const names = [...new Set(all.map(({ name }) => name.split('.')[0] ?? name))].sort();
  const row = (family: string) => {
    const own = all.filter(({ name }) => name.startsWith(`${family}.`));
    const worst = Math.max(...own.map((one) => one.worst ?? 0));
    return [family, { cases: own.length, 'worst relative error': worst.toExponential(1) }] as const;
  };
  return Object.fromEntries(names.map(row));
}

console.table(families(results.flatMap(([, all]) => all)));

describe.each(results)('%s', (_, all) => {
  test.each(all.map((result) => [result.name, result] as const))('%s', (_name, result) => {
    expect(result.status, line(result)).toBe('ok');
  });
});
