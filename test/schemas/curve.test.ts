import { configCurve, lrRunOf, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import fc from '../fast-check.js';

const config = (text: string) => readConfig(parseDocument(text));
const noam = (conf: string, experiment = '') =>
  config(`${experiment}optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, ${conf}}}\n`);

describe('facts', () => {
  test('peak at the first step that reaches it, warm-up in steps and epochs', () => {
    const curve = configCurve(noam('optim_conf: {lr: 0.002}, warmup_steps: 100', 'accum_grad: 4\n'), {
      steps: 1000,
      stepsPerEpoch: 50,
    });
    const facts = curve.optimizers[0]?.facts;
    expect(facts?.peak.step).toBe(397);
    expect(facts?.peak.lr).toBeCloseTo(0.002, 12);
    expect(facts?.warmupEnd).toEqual({ step: 400, epoch: 8 });
  });

  test('a step_per_update of 2 holds the optimizer’s own learning rate until the first update', () => {
    const lr = configCurve(noam('optim_conf: {lr: 0.002}, warmup_steps: 10, step_per_update: 2'), {
      steps: 4,
    });
    expect([...(lr.optimizers[0]?.lr ?? [])].map((value) => Number(value.toPrecision(6)))).toEqual([
      0.002, 0.0004, 0.0004, 0.0008,
    ]);
    // What the optimizer holds before its first update acts on nothing, so it is no peak.
    expect(lr.optimizers[0]?.facts.peak.step).toBe(4);
    expect(lr.optimizers[0]?.facts.firstUpdate).toBe(2);
  });
});

test('a sampled curve is the walked one at its steps, and holds the true peak', () => {
  const settings = fc.record({
    warmup: fc.integer({ min: 1, max: 900 }),
    accum: fc.integer({ min: 1, max: 5 }),
    every: fc.integer({ min: 1, max: 3 }),
    perEpoch: fc.integer({ min: 1, max: 300 }),
    sample: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(settings, ({ warmup, accum, every, perEpoch, sample }) => {
      const conf = noam(
        `optim_conf: {lr: 0.01}, warmup_steps: ${warmup}, step_per_update: ${every}`,
        `accum_grad: ${accum}\n`,
      );
      const [whole] = configCurve(conf, { steps: 2000, stepsPerEpoch: perEpoch }).optimizers;
      const [some] = configCurve(conf, { steps: 2000, stepsPerEpoch: perEpoch, sample }).optimizers;
      expect(some?.steps.length).toBeLessThanOrEqual(sample);
      expect(some?.steps.at(-1)).toBe(2000);
      if (sample > 1) expect(some?.steps[0]).toBe(1);
      some?.steps.forEach((step, index) => {
        expect(some.lr[index]).toBe(whole?.lr[step - 1]);
      });
      expect(some?.facts).toEqual(whole?.facts);
      if (sample > 2) expect([...(some?.steps ?? [])]).toContain(whole?.facts.peak.step);
    }),
  );
});

test('a schedule with memory is walked: sampling changes nothing', () => {
  const conf = config(
    'optim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: Adam, optim_conf: {lr: 0.1}, decay_factor: 0.99}}\n',
  );
  const [whole] = configCurve(conf, { steps: 300, stepsPerEpoch: 30 }).optimizers;
  const [some] = configCurve(conf, { steps: 300, stepsPerEpoch: 30, sample: 7 }).optimizers;
  expect(some?.facts).toEqual(whole?.facts);
  some?.steps.forEach((step, index) => {
    expect(some.lr[index]).toBe(whole?.lr[step - 1]);
  });
});

test('ten million steps of a stateless schedule are sampled, not walked', () => {
  const [curve] = configCurve(noam('optim_conf: {}, warmup_steps: 25000'), {
    steps: 1e7,
    sample: 2000,
  }).optimizers;
  expect(curve?.steps.length).toBe(2000);
  expect(curve?.facts.peak.step).toBe(25000);
});

test('the state of a learning rate is plain JSON, and goes on from there', () => {
  const conf = config(
    'optim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: Adam, optim_conf: {lr: 0.1}, decay_factor: 0.9}}\n',
  );
  const start = () => {
    const [one] = conf.optimSchedulers;
    const run = one && lrRunOf(one, conf.experiment);
    if (!run) throw new Error('no run');
    return run;
  };
  const one = start();
  for (let step = 1; step <= 5; step++) one.step(step, 2);
  const two = start();
  two.loadState(JSON.parse(JSON.stringify(one.state())));
  expect(two.step(6, 3)).toBe(one.step(6, 3));
});
