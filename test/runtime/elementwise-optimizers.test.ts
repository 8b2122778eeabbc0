import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OptimCase, runOptimCase } from '../oracle-runner/torch-optim.js';
import { backends, casesOn, useBackend } from './backend.js';

const { meta, cases } = JSON.parse(
  readFileSync(new URL('../oracle/torch-optim-elementwise.json', import.meta.url), 'utf8'),
) as { meta: { shapes: number[][] }; cases: OptimCase[] };

const worlds = (one: OptimCase) => [one.zero_gradient, one.no_gradient, one.zero_lr, one.momentum];

describe.each(backends)('every option of the elementwise optimizers on the backend %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('has cases of each world', () => {
    for (const index of [0, 1, 2, 3])
      expect(cases.some((one) => worlds(one)[index] !== undefined)).toBe(true);
    expect(cases.length).toBeGreaterThan(300);
  });

  it.each(casesOn(backend, cases))('$name $one.optim_conf follows torch', async ({ one, lastStep }) => {
    const result = await runOptimCase(one, meta.shapes, lastStep);
    expect(result.note).toBeUndefined();
    expect(result.status).toBe('ok');
  });
});
