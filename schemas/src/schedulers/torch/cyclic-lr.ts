import * as z from 'zod';
import { shown } from '../../messages.js';
import { choice, flag, number, numberOrOne, onlyNumber } from '../kinds.js';
import { type ConfOf, defineScheduler } from '../scheduler.js';
import { counted, interval, lastEpoch } from './keys.js';
import { constructMomentum, momentumConflicts } from './momentum.js';
import type { ClosedRule } from './rule.js';
import { startRule } from './rule.js';

const conf = () => ({
  base_lr: numberOrOne('base_lr').meta({
    description: 'The lowest learning rate, where each cycle starts and ends.',
    unit: 'learning rate',
  }),
  max_lr: numberOrOne('max_lr').meta({
    description: 'The highest learning rate, in the middle of the first cycle.',
    unit: 'learning rate',
  }),
  step_size_up: number('step_size_up', {
    above: 0,
    why: 'Torch divides by it: write the length of the rise.',
  })
    .default(2000)
    .meta({ description: 'Length of the rise of a cycle.', unit: counted }),
  step_size_down: number('step_size_down', { min: 0, why: 'Write the length of the fall.' })
    .nullable()
    .default(null)
    .meta({ description: 'Length of the fall of a cycle; null: as step_size_up.', unit: counted }),
  mode: choice('mode', ['triangular', 'triangular2', 'exp_range']).default('triangular').meta({
    description:
      'triangular: all cycles are equally high; triangular2: each is half as high as the one before; exp_range: the height is multiplied by gamma at every step.',
  }),
  gamma: number('gamma').default(1).meta({
    description: 'What the height of the cycle is multiplied by at every step, with mode exp_range.',
    unit: 'factor',
  }),
  scale_fn: z
    .null({
      error: ({ input }) =>
        `scale_fn is ${shown(input)}, but torch calls it: it must be a Python function, which YAML cannot hold. Remove it and write mode triangular, triangular2 or exp_range, or an lr_lambda of torch.LambdaLR for a curve of your own.`,
    })
    .default(null)
    .meta({
      description: 'A function of one’s own for the height of the cycles, which YAML cannot hold: null.',
      noEffect: 'only null can be written, which is the default.',
    }),
  scale_mode: choice('scale_mode', ['cycle', 'iterations']).default('cycle').meta({
    description: 'What a scale_fn counts.',
    noEffect: 'the three modes set it themselves; it counts with a scale_fn of one’s own only.',
  }),
  cycle_momentum: flag('cycle_momentum').default(true).meta({
    description:
      'Moves the momentum (beta1 of Adam) too: from max_momentum at the lowest learning rate to base_momentum at the highest.',
  }),
  base_momentum: numberOrOne('base_momentum').default(0.8).meta({
    description: 'The lowest momentum, at the highest learning rate.',
    unit: 'ratio',
  }),
  max_momentum: numberOrOne('max_momentum').default(0.9).meta({
    description: 'The highest momentum, at the lowest learning rate.',
    unit: 'ratio',
  }),
  interval: interval(),
  last_epoch: lastEpoch(),
});

type Conf = Omit<ConfOf<typeof conf>, 'interval'>;

/** The arithmetic of torch's CyclicLR. */
export function cyclicLrRule(given: Conf): ClosedRule {
  const { step_size_up: up, step_size_down, mode, gamma, cycle_momentum } = given;
  const [base, max] = [onlyNumber(given.base_lr), onlyNumber(given.max_lr)];
  const base_momentum = onlyNumber(given.base_momentum);
  const max_momentum = onlyNumber(given.max_momentum);
  const total = up + (step_size_down ?? up);
  const ratio = up / total;

  /** How far `height` is climbed, in torch's order of operations. */
  function climbed(t: number, height: number): number {
    const cycle = Math.floor(1 + t / total);
    const x = 1 + t / total - cycle;
    const climb = height * (x <= ratio ? x / ratio : (x - 1) / (ratio - 1));
    if (mode === 'triangular') return climb;
    return climb * (mode === 'triangular2' ? 1 / 2 ** (cycle - 1) : gamma ** t);
  }
  const momentumAt = (t: number) => max_momentum - climbed(t, max_momentum - base_momentum);
  return {
    at: (t) => base + climbed(t, max - base),
    ...(cycle_momentum ? { momentumAt } : {}),
    construct(group) {
      group.lr = base;
      constructMomentum({ cycle_momentum, base_momentum, max_momentum }, group);
      return base;
    },
    // In the constructor, baseLr is the initial_lr that another scheduler may have left.
    next({ t, baseLr, group }) {
      if (cycle_momentum) group.momentum = momentumAt(t);
      return baseLr + climbed(t, max - baseLr);
    },
  };
}

/** The learning rate goes up and down between two bounds. */
export const cyclicLr = defineScheduler({
  type: 'torch.CyclicLR',
  aliases: [],
  conf,
  summary: 'Goes up and down between two learning rates; optim_conf.lr is not used.',
  formula:
    'lr = base_lr + (max_lr - base_lr) * climb * scale; climb: from 0 to 1 in step_size_up steps and back in step_size_down; scale: 1 (triangular), 1/2^(cycle - 1) (triangular2, cycles from 1) or gamma^t (exp_range); t: real steps (or epochs) done',
  reference: {
    title: 'Cyclical Learning Rates for Training Neural Networks',
    authors: 'Smith',
    year: 2015,
    url: 'https://arxiv.org/abs/1506.01186',
  },
  stateless: true,
  example: {
    conf: { base_lr: 1e-8, max_lr: 1e-3, step_size_up: 2000, mode: 'triangular2', cycle_momentum: false },
    lr: 1e-3,
    steps: 16_000,
  },
  check: momentumConflicts,
  ignoresLr: () => 'CyclicLR sets the learning rate between base_lr and max_lr.',
  start: (given, { lr }) => startRule(given, cyclicLrRule(given), lr),
});
