import {
  check,
  commonConf,
  commonKeys,
  configCurve,
  curveSvg,
  findScheduler,
  isStateless,
  parseDocument,
  readConfig,
  schedulers,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

test('the keys of every OptimScheduler are those that its schema describes', () => {
  expect(Object.keys(commonConf.shape).sort()).toEqual([...commonKeys].sort());
});

test('every spelling names one schedule', () => {
  const spellings = schedulers.flatMap((entry) => [entry.type, ...entry.aliases]);
  expect(new Set(spellings).size).toBe(spellings.length);
});

const jsonType = (field: z.ZodType) =>
  String(z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' }).type);

describe.each(schedulers.map((entry) => [entry.type, entry] as const))('%s', (_, entry) => {
  test('has what everything else derives from', () => {
    expect(entry.type).toMatch(/^\w+\.\w+$/);
    expect(entry.summary).toMatch(/^[A-Z].*\.$/s);
    expect(entry.formula).toContain('lr');
    expect(entry.reference?.title).toBeTruthy();
    for (const alias of entry.aliases) expect(findScheduler(alias)).toBe(entry);
    for (const [key, field] of Object.entries(entry.conf.shape)) {
      expect(commonKeys.has(key), key).toBe(false);
      expect(field.meta()?.description, key).toMatch(/\.$/);
      // Units are for numbers: a word or a truth value has none.
      const { unit } = field.meta() ?? {};
      if (['number', 'integer'].includes(jsonType(field))) expect(unit, key).toBeTruthy();
      if (['string', 'boolean'].includes(jsonType(field))) expect(unit, key).toBeUndefined();
    }
    for (const key of entry.repr ?? []) expect(Object.keys(entry.conf.shape)).toContain(key);
  });

  const { example } = entry;
  const block = {
    type: entry.type,
    conf: { optim_type: 'SGD', optim_conf: { lr: example.lr, momentum: 0.9 }, ...example.conf },
  };
  const config = readConfig(parseDocument(JSON.stringify({ optim_sches: block })));
  const options = { steps: example.steps, stepsPerEpoch: example.stepsPerEpoch ?? example.steps };

  test('has an example without a problem, with a curve and a picture', () => {
    const problems = check(config, { target: 'runtime', stepsPerEpoch: options.stepsPerEpoch });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const curve = configCurve(config, { ...options, sample: 500 });
    const [main] = curve.optimizers;
    expect(main?.lr.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    expect(main?.facts.peak.lr).toBeGreaterThan(0);
    expect(curveSvg(curve, { theme: 'light' })).toContain(entry.type);
  });

  test('answers alike however often it is asked, a stateless one in any order', () => {
    const conf = config.optimSchedulers[0]?.schedulerConf;
    if (!conf) throw new Error('the example is not read');
    const start = () => entry.start(conf, { lr: example.lr });
    const step = (realStep: number) => ({
      realStep,
      epoch: Math.floor((realStep - 1) / options.stepsPerEpoch) + 1,
      currentLr: example.lr,
    });
    const one = start();
    const asked = start();
    for (const realStep of [1, 2, 3, 10, 57]) {
      asked.lr(step(realStep));
      // SpeeChain's own decay compounds at every call: that is what it is known for.
      if (entry.type !== 'exp.ExponentDecayLr') expect(asked.lr(step(realStep))).toBe(one.lr(step(realStep)));
    }
    if (!isStateless(entry, conf)) return;
    const ahead = start();
    ahead.lr(step(1000));
    expect(ahead.lr(step(7))).toBe(start().lr(step(7)));
  });
});
