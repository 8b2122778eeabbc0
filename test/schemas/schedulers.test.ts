import { commonConf, commonKeys, findScheduler, schedulers } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

test('the keys of every OptimScheduler are those that its schema describes', () => {
  expect(Object.keys(commonConf.shape).sort()).toEqual([...commonKeys].sort());
});

test('every spelling names one schedule', () => {
  const spellings = schedulers.flatMap((entry) => [entry.type, ...entry.aliases]);
  expect(new Set(spellings).size).toBe(spellings.length);
});

describe.each(schedulers.map((entry) => [entry.type, entry] as const))('%s', (_, entry) => {
  test('has what everything else derives from', () => {
    expect(entry.type).toMatch(/^\w+\.\w+$/);
    expect(entry.summary).toMatch(/\.$/);
    expect(entry.formula).toContain('lr');
    for (const alias of entry.aliases) expect(findScheduler(alias)).toBe(entry);
    for (const [key, field] of Object.entries(entry.conf.shape)) {
      expect(commonKeys.has(key)).toBe(false);
      expect(field.meta()?.description, key).toMatch(/\.$/);
      expect(field.meta()?.unit, key).toBeTruthy();
    }
    for (const key of entry.repr ?? []) expect(Object.keys(entry.conf.shape)).toContain(key);
  });

  test('runs with its defaults, and a stateless one answers alike in any order', () => {
    const conf = entry.conf.parse({});
    const ask = (realStep: number) =>
      entry.start(conf, { lr: 0.001 }).lr({ realStep, epoch: 1, currentLr: 0.001 });
    for (const realStep of [1, 2, 1000]) expect(ask(realStep)).toBeGreaterThan(0);
    if (!entry.stateless) return;
    const one = entry.start(conf, { lr: 0.001 });
    one.lr({ realStep: 1000, epoch: 1, currentLr: 0.5 });
    expect(one.lr({ realStep: 7, epoch: 1, currentLr: 0.7 })).toBe(ask(7));
  });
});
