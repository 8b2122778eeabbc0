import type { Conversion } from '@optim-sches/schemas';
import {
  applyEdits,
  check,
  configCurve,
  conversionsOf,
  convertibleTo,
  convertSchedule,
  findScheduler,
  parseDocument,
  readConfig,
  samenessWords,
  schedulers,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { conversionTable } from './convert-table.js';

const block = (type: string, conf: string, lr: number | undefined, around = '') =>
  `${around}optim_sches: {type: ${type}, conf: {optim_type: AdamW, optim_conf: {${lr === undefined ? '' : `lr: ${lr}`}}${conf === '' ? '' : `, ${conf}`}}}\n`;

const read = (text: string) => readConfig(parseDocument(text));

function converted(text: string, to: string, steps: number): Conversion {
  const result = convertSchedule(read(text), 'main', to, { steps });
  if ('reason' in result) throw new Error(result.reason);
  return result.conversion;
}

/** The learning rates of all real steps, from the text itself. */
function curve(text: string, steps: number) {
  const [optimizer] = configCurve(read(text), { steps, stepsPerEpoch: 1000 }).optimizers;
  if (!optimizer) throw new Error('There is no curve.');
  return optimizer.lr;
}

const far = (a: number, b: number) => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

const steps = 3000;
describe.each(Object.entries(conversionTable))('%s', (_, rows) => {
  test.each(rows)('$from {$conf} lr $lr to $to: $kind', ({ from, conf, lr, to, kind }) => {
    // A schedule that follows a metric shows it only after many validations.
    const length = findScheduler(from)?.metric ? 100_000 : steps;
    const before = block(from, conf, lr);
    const { edits, sameness } = converted(before, to, length);
    expect([sameness.kind, samenessWords(sameness)]).toEqual([kind, expect.stringMatching(/\.$/)]);
    const after = applyEdits(before, edits);
    expect(read(after).optimSchedulers[0]?.type).toBe(to);
    const wrong = (text: string) => check(read(text)).filter(({ severity }) => severity === 'error');
    expect(wrong(after)).toEqual([]);

    const [a, b] = [curve(before, length), curve(after, length)];
    const peak = Math.max(...a.filter(Number.isFinite));
    const apart = a.map((value, index) =>
      Math.abs(value - (b[index] ?? Number.NaN)) < 1e-12 * peak ? 0 : far(value, b[index] ?? Number.NaN),
    );
    if (kind === 'exact') expect(Math.max(...apart)).toBeLessThanOrEqual(1e-9);
    if (sameness.kind === 'until-end')
      expect(Math.max(...apart.subarray(0, sameness.until))).toBeLessThanOrEqual(1e-9);
    if (sameness.kind === 'shifted') {
      const { shift } = sameness;
      const moved = [...a].map((value, index) => far(value, b[index + shift] ?? value));
      expect(Math.max(...moved)).toBeLessThanOrEqual(1e-9);
      expect(Math.max(...apart)).toBeGreaterThan(1e-9);
    }
    if (sameness.kind === 'near') {
      const { largest } = sameness;
      expect(apart[largest.step - 1]).toBeCloseTo(largest.relative, 9);
      expect(Math.max(...apart)).toBeCloseTo(largest.relative, 9);
      if (sameness.from !== undefined)
        expect(Math.max(...apart.subarray(sameness.from - 1))).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('what is not converted', () => {
  const cases: [name: string, text: string, to: string, reason: RegExp][] = [
    [
      'no such type',
      block('torch.StepLR', 'step_size: 3', 1),
      'torch.SteppLR',
      /is not a learning-rate schedule/,
    ],
    ['itself', block('noam.Noamlr', '', 1), 'noam.NoamLr', /is a noam\.NoamLr already/],
    ['errors', block('torch.StepLR', 'step_size: 0', 1), 'torch.ExponentialLR', /has errors/],
    [
      'nothing in the table',
      block('torch.StepLR', 'step_size: 3', 1),
      'noam.NoamLr',
      /No conf of noam\.NoamLr .* torch\.StepLR, which can be converted to torch\.ExponentialLR, .*timm\.StepLRScheduler/,
    ],
    [
      'milestones that are not equally far apart',
      block('torch.MultiStepLR', 'milestones: [10, 30]', 1),
      'torch.StepLR',
      /not equally far apart/,
    ],
    [
      'milestones that end before the training',
      block('torch.MultiStepLR', 'milestones: [10, 20, 30]', 1),
      'torch.StepLR',
      /its next decay is after 40 real steps, before the end of the training \(50\)/,
    ],
    [
      'the same milestone twice',
      block('torch.MultiStepLR', 'milestones: [10, 10]', 1),
      'torch.StepLR',
      /not equally far apart/,
    ],
    ['a schedule of no group', block('exp.ExponentDecayLr', '', 1), 'noam.NoamLr', /No schedule is known/],
    [
      'restarts',
      block('timm.CosineLRScheduler', 't_initial: 3, cycle_limit: 4', 1),
      'fairseq.cosine',
      /restarts/,
    ],
    ['noise', block('timm.StepLRScheduler', 'decay_t: 3, noise_range_t: 2', 1), 'torch.StepLR', /noise/],
    [
      'a warm-up too many',
      block('nemo.WarmupPolicy', 'warmup_steps: 3', 1),
      'transformers.constant',
      /has no warm-up/,
    ],
    [
      'epochs',
      block('torch.CosineAnnealingLR', 'T_max: 3, interval: epoch', 1),
      'transformers.cosine',
      /counts real steps, and this schedule moves once an epoch/,
    ],
    [
      'what its target refuses',
      block('fairseq.step', 'lr_deacy_period: 3', 0.001),
      'torch.SequentialLR',
      /nothing to put in sequence/,
    ],
    [
      'keys from an anchor',
      'base: &base {warmup_steps: 400}\noptim_sches: {type: noam.NoamLr, conf: {<<: *base, optim_type: Adam, optim_conf: {}}}\n',
      'espnet.NoamLR',
      /an anchor/,
    ],
  ];
  test.each(cases)('%s', (_, text, to, reason) => {
    const result = convertSchedule(read(text), 'main', to, { steps: 50 });
    expect('reason' in result ? result.reason : 'converted').toMatch(reason);
  });
});

describe('what counts as the same although it is not', () => {
  const cases: [from: string, conf: string, to: string, words: RegExp][] = [
    [
      'transformers.linear',
      'num_warmup_steps: 10, num_training_steps: 100',
      'torch.SequentialLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
    [
      'transformers.cosine',
      'num_warmup_steps: 10, num_training_steps: 200',
      'torch.SequentialLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
    [
      'transformers.cosine_with_min_lr',
      'num_warmup_steps: 10, num_training_steps: 200, min_lr: 1e-4',
      'torch.SequentialLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
    [
      'transformers.constant_with_warmup',
      'num_warmup_steps: 10',
      'torch.LinearLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
    [
      'fairseq.polynomial_decay',
      'warmup_updates: 10, total_num_update: 200',
      'torch.SequentialLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
    [
      'timm.StepLRScheduler',
      'decay_t: 30, warmup_t: 10, warmup_lr_init: 0, t_in_epochs: false',
      'torch.SequentialLR',
      /2\.0e-18 instead of 0 at real step 1\b/,
    ],
  ];
  test.each(cases)('%s {%s} to %s', (from, conf, to, words) => {
    const { sameness } = converted(block(from, conf, 0.002), to, 100);
    expect(samenessWords(sameness)).toMatch(words);
    expect(samenessWords(sameness)).toMatch(/all 100 real steps, but for 1 where both are next to nothing/);
    expect(sameness.nothing).toMatchObject({ count: 1, first: { step: 1, before: 0 } });
  });

  test('nothing is said where nothing differs', () => {
    const { sameness } = converted(block('noam.NoamLr', '', 0.002), 'espnet.WarmupLR', 100);
    expect([sameness.nothing, sameness.assumed]).toEqual([undefined, undefined]);
    expect(samenessWords(sameness)).toBe('The learning rate is the same at all 100 real steps.');
  });

  test('a metric that is assumed', () => {
    const plateau = block('torch.ReduceLROnPlateau', 'monitor: per', 0.002);
    expect(samenessWords(converted(plateau, 'transformers.reduce_lr_on_plateau', 9000).sameness)).toMatch(
      /same at all 9,000 real steps\. The validations \(per\) are assumed/,
    );
  });
});

describe('the list of exact targets', () => {
  test('has those that are the same, with edits that work', () => {
    const text = block('nemo.CosineAnnealing', 'max_steps: 20000, warmup_steps: 100, min_lr: 1e-5', 1e-3);
    const found = conversionsOf(read(text), 'main');
    const kinds = Object.fromEntries(found.map(({ type, sameness }) => [type, sameness.kind]));
    expect(kinds).toMatchObject({
      'timm.CosineLRScheduler': 'exact',
      'torch.SequentialLR': 'until-end',
      'fairseq.cosine': 'until-end',
    });
    expect(Object.keys(kinds)).not.toContain('transformers.cosine_with_min_lr');
    for (const { edits, type } of found)
      expect(read(applyEdits(text, edits)).optimSchedulers[0]?.type).toBe(type);
  });

  test('every schedule is converted to no other kind than its group has', () => {
    for (const { type, aliases } of schedulers) {
      expect(convertibleTo(type)).not.toContain(type);
      for (const other of convertibleTo(type)) expect(convertibleTo(other)).toContain(type);
      for (const alias of aliases) expect(convertibleTo(alias)).toEqual(convertibleTo(type));
    }
  });

  test('the example of every schedule that can be converted is read by its group', () => {
    // Their examples have what no other schedule has: a smaller learning rate for a while, decays by epochs, a warm-up
    // before a plateau, the exponential fall of WSD.
    const special = [
      'torch.ConstantLR',
      'fairseq.fixed',
      'fairseq.reduce_lr_on_plateau',
      'timm.PlateauLRScheduler',
      'megatron.OptimizerParamScheduler',
    ];
    for (const { type, example } of schedulers) {
      if (special.includes(type) || convertibleTo(type).length === 0) continue;
      const conf = JSON.stringify(example.conf).slice(1, -1);
      const found = convertibleTo(type).map((to) =>
        convertSchedule(read(block(type, conf, example.lr)), 'main', to, { steps: 100 }),
      );
      expect([type, found.some((one) => 'conversion' in one)]).toEqual([type, true]);
    }
  });
});
