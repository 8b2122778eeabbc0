import {
  check,
  configCurve,
  findScheduler,
  parseDocument,
  previewLength,
  readConfig,
  schedulers,
  warmupEndOf,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const configOf = (type: string, conf: Readonly<Record<string, unknown>>, lr: number, around = '') =>
  readConfig(
    parseDocument(
      `${around}optim_sches: ${JSON.stringify({ type, conf: { optim_type: 'SGD', optim_conf: { lr, momentum: 0.9 }, ...conf } })}\n`,
    ),
  );

/** The examples, and confs whose warm-up is counted in epochs. */
const cases: [type: string, conf: Readonly<Record<string, unknown>>][] = [
  ...schedulers.map(({ type, example }): [string, Readonly<Record<string, unknown>>] => [type, example.conf]),
  ['torch.LinearLR', { start_factor: 0.1, total_iters: 7, interval: 'epoch' }],
  ['torch.OneCycleLR', { max_lr: 0.1, total_steps: 20, interval: 'epoch', cycle_momentum: false }],
  [
    'torch.SequentialLR',
    {
      schedulers: [{ LinearLR: { total_iters: 5 } }, { ExponentialLR: { gamma: 0.9 } }],
      milestones: [5],
      interval: 'epoch',
    },
  ],
  [
    'torch.ChainedScheduler',
    { schedulers: [{ LinearLR: { total_iters: 5 } }, { ConstantLR: { factor: 1 } }], interval: 'epoch' },
  ],
  ['timm.CosineLRScheduler', { t_initial: 20, warmup_t: 4, warmup_lr_init: 1e-5, warmup_prefix: true }],
  ['timm.StepLRScheduler', { decay_t: 20, warmup_t: 4, warmup_lr_init: 1e-5 }],
];

describe('the learning rate rises until the end of the warm-up', () => {
  test.each(cases)('%s %j', (type, conf) => {
    const { example } = findScheduler(type) ?? {};
    if (!example) throw new Error(`${type} is gone`);
    const { stepsPerEpoch = 100, lr } = example;
    const steps = 61_000;
    const [curve] = configCurve(configOf(type, conf, lr), { steps, stepsPerEpoch }).optimizers;
    const end = curve?.facts.warmupEnd?.step;
    if (end === undefined) return;
    expect(end).toBeLessThan(steps);
    const values = [...(curve?.lr ?? [])];
    const highest = Math.max(...values.slice(0, end));
    // timm's cosine goes on as if there had been no warm-up, so that the update before may be higher; ESPnet and
    // SpeechBrain hold optim_conf.lr itself in the first update.
    expect([values[end - 1], values[end - 2], values[0]]).toContain(highest);
    expect(values[end - 1]).toBeGreaterThan(values[1] ?? 1);
  });
});

describe('a warm-up in epochs', () => {
  const timm = (conf: string, around = '') =>
    readConfig(
      parseDocument(
        `${around}optim_sches: {type: timm.CosineLRScheduler, conf: {optim_type: AdamW, optim_conf: {}, t_initial: 50, ${conf}}}\n`,
      ),
    );
  const three = 'warmup_t: 3, warmup_lr_init: 1.0e-6';

  test('ends with the first update of the epoch after it, where the steps of an epoch are known', () => {
    const facts = (config: ReturnType<typeof timm>, stepsPerEpoch?: number) =>
      configCurve(config, { steps: 5000, ...(stepsPerEpoch ? { stepsPerEpoch } : {}) }).optimizers[0]?.facts
        .warmupEnd;
    expect(facts(timm(three), 100)).toEqual({ step: 301, epoch: 3.01 });
    expect(facts(timm(three, 'accum_grad: 4\n'), 100)).toEqual({ step: 304, epoch: 3.04 });
    expect(facts(timm(three))).toBeUndefined();
    expect(facts(timm(`${three}, t_in_epochs: false`))).toEqual({ step: 4, epoch: 4 / 5000 });
  });

  test('a part of an epoch counts as a whole one', () => {
    const scheduler = findScheduler('timm.CosineLRScheduler');
    const conf = scheduler?.conf.parse({ t_initial: 50, warmup_t: 2.5 });
    if (!scheduler || !conf) throw new Error('timm.CosineLRScheduler is gone');
    expect(warmupEndOf(scheduler, conf, { stepsPerEpoch: 100, accumGrad: 1 })).toBe(301);
  });

  test('decides how long a preview is', () => {
    const text =
      'optim_sches: {type: torch.LinearLR, conf: {optim_type: SGD, optim_conf: {}, total_iters: 9, interval: epoch}}\n';
    const config = readConfig(parseDocument(text));
    expect(previewLength([config], { stepsPerEpoch: 50 }).steps).toBe(4 * 451);
    expect(previewLength([config], {}).steps).toBe(10_000);
  });

  test('an end in epochs is as long whatever accum_grad is', () => {
    const lengthWith = (accum: number) =>
      previewLength([timm(three, `accum_grad: ${accum}\n`)], { stepsPerEpoch: 100 }).steps;
    expect([lengthWith(1), lengthWith(4)]).toEqual([5000, 5000]);
  });

  type Case = [conf: string, epochs: number, stepsPerEpoch: number | undefined, says: string | undefined];
  const rules: Case[] = [
    [three, 50, undefined, undefined],
    [three, 50, 100, undefined],
    [
      'warmup_t: 60, warmup_lr_init: 1.0e-6',
      100,
      100,
      'The warm-up ends at real step 6001, but the schedule',
    ],
    [
      'warmup_t: 60, warmup_lr_init: 1.0e-6',
      100,
      undefined,
      'The warm-up ends at epoch 61, but the schedule',
    ],
    [
      'warmup_t: 40, warmup_lr_init: 1.0e-6',
      30,
      undefined,
      'takes 40 epochs, but the training has 30 epochs',
    ],
    ['warmup_t: 40, warmup_lr_init: 1.0e-6', 30, 100, 'ends at real step 4001, but the training has 3000'],
    ['warmup_t: 40, warmup_lr_init: 1.0e-6', 41, undefined, undefined],
  ];
  test.each(rules)('{%s} in %d epochs of %s steps', (conf, epochs, stepsPerEpoch, says) => {
    const config = timm(conf, `num_epochs: ${epochs}\n`);
    const problems = check(config, stepsPerEpoch ? { stepsPerEpoch } : {});
    const found = problems.filter(({ code }) => code.startsWith('optim/warmup'));
    expect(found.map(({ message }) => message)).toEqual(
      says === undefined ? [] : [expect.stringContaining(says)],
    );
  });
});
