import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, quick, temporaryFolder } from './a-run.js';

interface Line {
  readonly regexp: string;
  readonly [part: string]: number | string;
}

interface Matcher {
  readonly name: string;
  readonly pattern: readonly [Line, Line];
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

function matcher(): Matcher {
  const part = new URL('../../extension/src/train/contributes.json', import.meta.url);
  const manifest = read(existsSync(part) ? part.href : '../../extension/package.json');
  const { problemMatchers } = (JSON.parse(manifest) as { contributes: { problemMatchers: Matcher[] } })
    .contributes;
  const found = problemMatchers.find(({ name }) => name === 'optim-sches');
  if (found === undefined) throw new Error('There is no problem matcher "optim-sches".');
  return found;
}

/** What an editor finds in an output: the patterns on neighbouring lines. */
function problemsIn(output: string): Record<string, string>[] {
  const { pattern } = matcher();
  const lines = output.split('\n');
  return lines.flatMap((line, index) => {
    const found = pattern.map((each, below) => new RegExp(each.regexp).exec(lines[index + below] ?? ''));
    if (found.some((match) => match === null)) return [];
    const parts = pattern.flatMap((each, below) =>
      Object.entries(each).flatMap(([name, group]) =>
        typeof group === 'number' ? [[name, found[below]?.[group] ?? ''] as const] : [],
      ),
    );
    return [{ line, ...Object.fromEntries(parts) }];
  });
}

describe('the problem matcher', () => {
  it('finds every problem that the command line prints, and nothing else', () => {
    const found = problemsIn(read('../fixtures/cli/pretty-100.txt'));
    expect(
      found.map(({ file, line, column, severity, code }) => [file, line, column, severity, code]),
    ).toEqual([
      ['recipes/a, b: 100%.yaml', '9', '9', 'hint', 'optim/block'],
      ['recipes/a, b: 100%.yaml', '10', '11', 'error', 'optim/unknown-key'],
      ['recipes/a, b: 100%.yaml', '12', '47', 'info', 'optim/wide'],
      ['recipes/a, b: 100%.yaml', '13', '23', 'warning', 'optim/warmup'],
      ['recipes/a, b: 100%.yaml', '14', '5', 'error', 'optim/yaml-duplicate-key'],
      ['recipes/a, b: 100%.yaml', '16', '1', 'error', 'optim/end'],
    ]);
    expect(found[1]?.message).toBe('"lrr" is not an argument of torch.optim.Adam. Did you mean "lr"?');
  });

  it('finds those of a training that is refused', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'wrong.yaml'), readFileSync(quick, 'utf8').replace('lr: 0.0044', 'lrr: 0.0044'));
    const { status, stdout, stderr } = cli(['train', 'wrong.yaml'], cwd);
    expect(status).toBe(1);
    expect(problemsIn(stdout + stderr)).toEqual([
      expect.objectContaining({
        file: 'wrong.yaml',
        severity: 'error',
        code: 'optim/unknown-key',
        // The first line of it: how long that is depends on the terminal.
        message: expect.stringMatching(/^"lrr" is not an argument of torch\.optim\.Adam/),
      }),
    ]);
  });

  it('finds none in what a training prints', () => {
    const cwd = temporaryFolder();
    const { stdout, stderr } = cli(['train', quick, '--max-steps', '2', '--set', 'batch_size=8'], cwd);
    expect(stdout).toContain('step 2/2');
    expect(problemsIn(stdout + stderr)).toEqual([]);
  });
});
