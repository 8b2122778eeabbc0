import type { Conflict } from '../../optimizers/optimizer.js';
import { choice, flag, number, numberOrOne, onlyNumber, whole } from '../kinds.js';
import type { OptimizerAround } from '../scheduler.js';
import { type ConfOf, defineScheduler } from '../scheduler.js';
import { counted, endAfter, interval, lastEpoch, warmupUntil } from './keys.js';
import { constructMomentum, momentumConflicts } from './momentum.js';
import { anneal, phasesOf, placeOf } from './one-cycle-phases.js';
import type { ClosedRule, ParamGroup } from './rule.js';
import { startRule } from './rule.js';

const positive = (name: string) =>
  whole(name, { min: 1, why: `Torch says "Expected positive integer ${name}".` })
    .nullable()
    .default(null);

const conf = () => ({
  max_lr: numberOrOne('max_lr').meta({
    description: 'The highest learning rate, at the end of the rise.',
    unit: 'learning rate',
  }),
  total_steps: positive('total_steps').meta({
    description: 'Length of the cycle, which is the length of the training: torch stops when it goes on.',
    unit: counted,
    integer: true,
  }),
  epochs: positive('epochs').meta({
    description: 'With steps_per_epoch, another way to write total_steps: their product.',
    unit: 'epochs',
    integer: true,
  }),
  steps_per_epoch: positive('steps_per_epoch').meta({
    description: 'With epochs, another way to write total_steps: their product.',
    unit: 'real steps per epoch',
    integer: true,
  }),
  pct_start: number('pct_start', {
    min: 0,
    max: 1,
    why: 'Torch says "Expected float between 0 and 1 pct_start".',
  })
    .default(0.3)
    .meta({
      description:
        'Share of the cycle in which the learning rate rises. A float: torch refuses 0 and 1, takes 0.0 and 1.0.',
      unit: 'ratio',
    }),
  anneal_strategy: choice('anneal_strategy', ['cos', 'linear'])
    .default('cos')
    .meta({ description: 'Along half waves of the cosine (cos), or straight lines (linear).' }),
  cycle_momentum: flag('cycle_momentum').default(true).meta({
    description:
      'Moves the momentum (beta1 of Adam) too: from max_momentum down to base_momentum while the learning rate rises, and back.',
  }),
  base_momentum: numberOrOne('base_momentum').default(0.85).meta({
    description: 'The lowest momentum, at the highest learning rate.',
    unit: 'ratio',
  }),
  max_momentum: numberOrOne('max_momentum').default(0.95).meta({
    description: 'The highest momentum, at the start and at the end.',
    unit: 'ratio',
  }),
  div_factor: number('div_factor').default(25).meta({
    description: 'The first learning rate is max_lr / div_factor; optim_conf.lr is not used.',
    unit: 'factor',
  }),
  final_div_factor: number('final_div_factor').default(1e4).meta({
    description: 'The last learning rate is the first one / final_div_factor.',
    unit: 'factor',
  }),
  three_phase: flag('three_phase').default(false).meta({
    description:
      'Falls back to the first learning rate as fast as it rose, then to the last one; otherwise it falls in one phase.',
  }),
  interval: interval(),
  last_epoch: lastEpoch(),
});

type Conf = Omit<ConfOf<typeof conf>, 'interval'>;

const totalOf = ({ total_steps, epochs, steps_per_epoch }: Conf): number | undefined => {
  if (total_steps !== null) return total_steps;
  return epochs === null || steps_per_epoch === null ? undefined : epochs * steps_per_epoch;
};

/** The arithmetic of torch's OneCycleLR. NaN where torch stops: after the total. */
export function oneCycleLrRule(given: Conf): ClosedRule {
  const total = totalOf(given) ?? Number.NaN;
  const { anneal_strategy, cycle_momentum } = given;
  const phases = phasesOf(total, given.pct_start, given.three_phase);
  const max_lr = onlyNumber(given.max_lr);
  const initial_lr = max_lr / given.div_factor;
  const own = {
    initial_lr,
    max_lr,
    min_lr: initial_lr / given.final_div_factor,
    base_momentum: onlyNumber(given.base_momentum),
    max_momentum: onlyNumber(given.max_momentum),
  };
  const between = (t: number, kind: 'lr' | 'momentum', ends: Omit<ParamGroup, 'lr' | 'momentum'>) => {
    const place = placeOf(phases, total, t);
    if (!place) return Number.NaN;
    const [from, to] = place.phase[kind];
    return anneal(anneal_strategy, ends[from] ?? Number.NaN, ends[to] ?? Number.NaN, place.done);
  };
  return {
    at: (t) => between(t, 'lr', own),
    ...(cycle_momentum ? { momentumAt: (t: number) => between(t, 'momentum', own) } : {}),
    construct(group) {
      Object.assign(group, { initial_lr, max_lr, min_lr: own.min_lr });
      constructMomentum({ ...own, cycle_momentum }, group);
      return initial_lr;
    },
    // torch keeps the ends in the group, where another scheduler may have changed them.
    next({ t, group }) {
      if (cycle_momentum) group.momentum = between(t, 'momentum', group);
      return between(t, 'lr', group);
    },
  };
}

/** The combinations of keys that torch refuses. */
export function oneCycleLrConflicts(given: Conf, optimizer: OptimizerAround): Conflict[] {
  const conflicts = momentumConflicts(given, optimizer);
  for (const key of ['div_factor', 'final_div_factor'] as const)
    if (given[key] === 0)
      conflicts.push({
        path: [key],
        message: `${key} is 0: torch divides by it and stops with a ZeroDivisionError. Write 1 or more.`,
      });
  const total = totalOf(given);
  if (total === undefined) {
    const message =
      'You must define either total_steps OR (epochs AND steps_per_epoch): torch does not know how long the cycle is. Write total_steps, the number of real steps of the training.';
    // Half of another way to write it is the key that is wrong.
    const half = (['epochs', 'steps_per_epoch'] as const).find((key) => given[key] !== null);
    conflicts.push({ path: [half ?? 'total_steps'], message });
  } else if (phasesOf(total, given.pct_start, given.three_phase)[0]?.until === 0) {
    const message = `pct_start is ${given.pct_start}, which is one step of ${total}: the rise has no length, and torch stops with a ZeroDivisionError. Write a larger or a smaller share.`;
    conflicts.push({ path: ['pct_start'], message });
  }
  return conflicts;
}

/** The learning rate rises once and falls once. */
export const oneCycleLr = defineScheduler({
  type: 'torch.OneCycleLR',
  aliases: [],
  conf,
  summary: 'Rises once to max_lr and falls far below the start; optim_conf.lr is not used.',
  formula:
    'lr: from max_lr / div_factor to max_lr until t = pct_start * total_steps - 1, then to max_lr / div_factor / final_div_factor at t = total_steps - 1, along the cosine or a line (anneal_strategy); three_phase: back to max_lr / div_factor in between, at t = 2 * pct_start * total_steps - 2; t: real steps (or epochs) done',
  reference: {
    title: 'Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates',
    authors: 'Smith and Topin',
    year: 2017,
    url: 'https://arxiv.org/abs/1708.07120',
  },
  stateless: true,
  example: { conf: { max_lr: 1e-3, total_steps: 10_000, cycle_momentum: false }, lr: 1e-3, steps: 10_000 },
  ...warmupUntil((given: ConfOf<typeof conf>) => {
    const total = totalOf(given);
    const rise = total === undefined ? 0 : given.pct_start * total;
    return rise > 1 ? rise - 1 : undefined;
  }),
  end(given) {
    const total = totalOf(given);
    if (total === undefined) return undefined;
    return endAfter(given, given.total_steps === null ? 'epochs' : 'total_steps', total);
  },
  check: oneCycleLrConflicts,
  ignoresLr: () => 'OneCycleLR starts at max_lr / div_factor and sets every learning rate itself.',
  start: (given, { lr }) => startRule(given, oneCycleLrRule(given), lr),
});
