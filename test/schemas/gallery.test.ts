import {
  blockYaml,
  check,
  exampleConfig,
  exampleCurve,
  exampleYaml,
  familyOf,
  findScheduler,
  flowYaml,
  keyFacts,
  optimizers,
  parseDocument,
  readConfig,
  scheduleFamilies,
  scheduleNotes,
  schedulers,
  schedulesOf,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import fc from '../fast-check.js';

describe('plain data as YAML', () => {
  test.each([
    [{ a: 1, b: [0.9, 0.98] }, '{a: 1, b: [0.9, 0.98]}'],
    [1e-8, '1.0e-8'],
    [1.5e-5, '1.5e-5'],
    [0.001, '0.001'],
    [1e21, '1.0e+21'],
    [null, 'null'],
    ['cosine', 'cosine'],
    ['yes', '"yes"'],
    ['0.9 ** step', '"0.9 ** step"'],
    ['1-sqrt', '"1-sqrt"'],
    [true, 'true'],
    [[], '[]'],
    [{}, '{}'],
  ])('%j on one line', (value, text) => {
    expect(flowYaml(value)).toBe(text);
  });

  test('is in blocks as deep as asked, and where a line would be too long', () => {
    const long = Array.from({ length: 3 }, (_, i) => ({
      type: `torch.StepLR${i}`,
      conf: { step_size: 1000 },
    }));
    expect(blockYaml({ a: { b: { c: 1 } } })).toBe('a: {b: {c: 1}}\n');
    expect(blockYaml({ a: { b: { c: 1 } } }, 1)).toBe('a:\n  b: {c: 1}\n');
    expect(blockYaml({ list: long })).toBe(
      'list:\n' +
        '  - {type: torch.StepLR0, conf: {step_size: 1000}}\n' +
        '  - {type: torch.StepLR1, conf: {step_size: 1000}}\n' +
        '  - {type: torch.StepLR2, conf: {step_size: 1000}}\n',
    );
  });

  test('is read as it was, by another reader', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        finite,
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      map: fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), tree, { minKeys: 1, noNullPrototype: true }),
        fc.nat(3),
        (data, blocks) => {
          expect(parse(blockYaml(data, blocks), { version: '1.2' })).toEqual(data);
        },
      ),
    );
  });
});

describe('families', () => {
  test('every schedule has one, and none is empty', () => {
    expect(scheduleFamilies.flatMap(schedulesOf)).toHaveLength(schedulers.length);
    for (const family of scheduleFamilies) expect(schedulesOf(family), family.name).not.toEqual([]);
  });

  test('a family is what stands before the dot, or SpeeChain', () => {
    expect(familyOf({ type: 'torch.StepLR' }).name).toBe('torch');
    expect(familyOf({ type: 'noam.NoamLr', speechain: 'noam.Noamlr' }).name).toBe('speechain');
    expect(() => familyOf({ type: 'nobody.Knows' })).toThrow(/nobody\.Knows has no family/);
  });
});

describe.each(schedulers.map((entry) => [entry.type, entry] as const))('the example of %s', (_, entry) => {
  test('is a configuration that the checks are content with', () => {
    const config = readConfig(parseDocument(exampleYaml(entry), { loader: 'pyyaml' }), { loader: 'pyyaml' });
    // SpeeChain's decay compounds whatever its keys, and SpeechBrain requires a key that it does not use.
    const unavoidable = ['optim/compounding-decay', 'optim/no-effect'];
    const found = check(config).filter(({ code }) => !unavoidable.includes(code));
    expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    expect(config.optimSchedulers[0]?.scheduler).toBe(entry);
    expect(config.optimSchedulers[0]?.schedulerConf).toEqual(entry.conf.parse(entry.example.conf));
    if (entry.ignoresLr?.(entry.conf.parse(entry.example.conf)) === undefined)
      expect(config.optimSchedulers[0]?.lr).toBe(entry.example.lr);
  });

  test('has a curve, and sentences about it', () => {
    const curve = exampleCurve(entry);
    expect(curve.steps).toBe(entry.example.steps);
    const [optimizer] = curve.optimizers;
    expect(optimizer?.lr.every(Number.isFinite)).toBe(true);
    expect(optimizer?.facts.peak.lr).toBeGreaterThan(0);
    for (const note of scheduleNotes(entry)) expect(note).toMatch(/^[`A-Z].*\.$/);
  });
});

describe('what is said of a schedule', () => {
  const notes = (type: string) => scheduleNotes(findScheduler(type) ?? expect.fail(type)).join('\n');

  test.each([
    ['noam.NoamLr', 'The warm-up ends at real step 4,000, at the peak of 2.0e-3.'],
    ['transformers.linear', 'The first update has learning rate 0'],
    ['transformers.linear', /`num_training_steps` ends the schedule at real step 100,000.*stays at 0\./],
    ['torch.CosineAnnealingLR', /after it the learning rate rises, to 1\.0e-3 at real step 20,000\./],
    ['nemo.WarmupPolicy', /after it the learning rate stays at 0\./],
    ['transformers.reduce_lr_on_plateau', /A validation metric drives it.*lower is better/],
    ['torch.OneCycleLR', '`optim_conf.lr` has no effect: '],
  ])('%s: %s', (type, text) => {
    expect(notes(type)).toMatch(text);
  });

  test('the optimizer is one that the schedule is used with', () => {
    const optimType = (type: string) =>
      exampleConfig(findScheduler(type) ?? expect.fail(type)).optimSchedulers[0]?.optimType;
    expect([optimType('noam.NoamLr'), optimType('torch.StepLR')]).toEqual(['Adam', 'SGD']);
  });
});

test('the keys of every schedule and optimizer: required or with a default that reads back', () => {
  for (const fields of [...schedulers.map(({ conf }) => conf), ...optimizers.map(({ options }) => options)])
    for (const { name, fallback, description, choices } of keyFacts(fields)) {
      expect(description, name).not.toBe('');
      const field = fields.shape[name] ?? expect.fail(name);
      const written = field.safeParse(undefined);
      expect(fallback === undefined, name).toBe(!written.success);
      if (fallback !== undefined) expect(parse(fallback, { version: '1.2' }), name).toEqual(written.data);
      for (const choice of choices ?? [])
        expect(field.safeParse(choice).success, `${name}: ${choice}`).toBe(true);
    }
});
