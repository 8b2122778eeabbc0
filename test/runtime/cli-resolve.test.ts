import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from './cli-harness.js';

interface LoaderCase {
  readonly name: string;
  readonly src: string;
  readonly value?: unknown;
  readonly error?: string;
}
const oracle = new URL('../oracle/yaml-loader.json', import.meta.url);
const cases: readonly LoaderCase[] = JSON.parse(readFileSync(oracle, 'utf8'));

describe('resolve --json says what SpeeChain is handed', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { src, value, error }) => {
    const { code, stdout } = await cli(['resolve', '-', '--json'], { stdin: src });
    const resolved = JSON.parse(stdout);
    if (error === undefined) expect([code, resolved]).toEqual([0, value]);
    else expect([code, resolved.error]).toEqual([1, error]);
  });
});

describe('resolve', () => {
  it('prints values after references and tags', async () => {
    const stdin = 'w: 16000\nconf:\n  warmup_steps: !ref <w>\n  betas: !tuple (0.9, 5)\n  lr: 1e-3\n';
    const { code, stdout } = await cli(['resolve', '-'], { stdin });
    expect(code).toBe(0);
    expect(stdout).toBe('w: 16000\nconf:\n  warmup_steps: 16000\n  betas: !tuple ["0.9", 5]\n  lr: 0.001\n');
  });

  it('shows what PyYAML reads as text', async () => {
    const { stdout } = await cli(['resolve', '-', '--loader', 'pyyaml'], { stdin: 'lr: 1e-3\n' });
    expect(stdout).toBe('lr: "1e-3"\n');
  });

  it('says why the loader refuses a file', async () => {
    const { code, stdout, stderr } = await cli(['resolve', '-'], { stdin: 'a: 1\na: 2\n' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('<stdin>:2:1  error');
    expect(stderr).toContain('The YAML loader refuses <stdin>: DuplicateKeyError');
  });

  it('answers 2 for a file that is not there', async () => {
    expect((await cli(['resolve', '/no/such.yaml'])).code).toBe(2);
  });
});

describe('schema', () => {
  it('is JSON', async () => {
    const { code, stdout } = await cli(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).$schema).toContain('json-schema.org');
  });
});
