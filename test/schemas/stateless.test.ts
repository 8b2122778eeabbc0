import { findScheduler, isStateless } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const closed = [{ LinearLR: { total_iters: 5 } }, { ExponentialLR: { gamma: 0.9 } }];
const cases: [type: string, conf: Readonly<Record<string, unknown>>, stateless: boolean][] = [
  ['torch.StepLR', { step_size: 3 }, true],
  ['torch.MultiplicativeLR', { lr_lambda: 0.99 }, true],
  ['torch.MultiplicativeLR', { lr_lambda: ['1 - 1 / 100'] }, true],
  ['torch.MultiplicativeLR', { lr_lambda: '1 - 1 / (step + 1)' }, false],
  ['torch.SequentialLR', { schedulers: closed, milestones: [5] }, true],
  ['torch.SequentialLR', { schedulers: closed, milestones: [5], interval: 'epoch' }, true],
  [
    'torch.SequentialLR',
    { schedulers: [closed[0], { CyclicLR: { base_lr: 0.1, max_lr: 1 } }], milestones: [5] },
    false,
  ],
  ['torch.ChainedScheduler', { schedulers: closed }, true],
  ['torch.ChainedScheduler', { schedulers: [{ CosineAnnealingLR: { T_max: 9 } }] }, false],
  ['fairseq.polynomial_decay', { total_num_update: 40, lr: [0.1, 0.2, 0.3] }, true],
  ['fairseq.polynomial_decay', { total_num_update: 40, force_anneal: 2 }, false],
  ['speechbrain.CyclicCosineScheduler', { n_warmup_steps: 3, lr_initial: 0.1, total_steps: 9 }, true],
  ['speechbrain.CyclicCosineScheduler', { n_warmup_steps: 3, total_steps: 9 }, false],
  ['torch.ReduceLROnPlateau', {}, false],
];

describe.each(cases)('%s %j', (type, given, stateless) => {
  const scheduler = findScheduler(type);
  if (!scheduler) throw new Error(`${type} is gone`);
  const conf = scheduler.conf.parse(given);
  const start = () => scheduler.start(conf, { lr: 0.1 });
  const steps = Array.from({ length: 60 }, (_, index) => ({
    realStep: index + 1,
    epoch: Math.floor(index / 10) + 1,
    currentLr: 0.1,
  }));

  test(`is ${stateless ? '' : 'not '}stateless`, () => {
    expect(isStateless(scheduler, conf)).toBe(stateless);
  });

  test.runIf(stateless)('answers in any order what it answers in turn', () => {
    const inTurn = start();
    const values = steps.map((step) => inTurn.lr(step));
    const backwards = start();
    expect(steps.toReversed().map((step) => backwards.lr(step))).toEqual(values.toReversed());
    expect(new Set(values).size).toBeGreaterThan(1);
  });

  test.runIf(stateless)('keeps nothing for a checkpoint', () => {
    expect(start().state).toBeUndefined();
  });
});
