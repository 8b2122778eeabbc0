import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch } from './last-epoch.js';

interface Lengths {
  readonly first_cycle_steps: number;
  readonly cycle_mult: number;
  readonly warmup_steps: number;
}

interface Place {
  readonly cycle: number;
  /** Steps of this cycle, and those done of it. */
  readonly length: number;
  readonly done: number;
}

/**
 * Where the origin's count stands after t steps. It counts up one by one, and where it has reached the length of the
 * cycle, takes the length off and computes the next; here it goes from cycle to cycle.
 */
function placeOf(t: number, { first_cycle_steps, cycle_mult, warmup_steps }: Lengths): Place {
  let place: Place = { cycle: 0, length: first_cycle_steps, done: 0 };
  let left = t;
  for (;;) {
    const { cycle, length, done } = place;
    const toEnd = Math.max(1, Math.ceil(length - done));
    if (left < toEnd) return { cycle, length, done: done + left };
    const next = Math.trunc((length - warmup_steps) * cycle_mult) + warmup_steps;
    if (next === length && length <= 0)
      return { cycle: cycle + left, length, done: done + left * (1 - length) };
    if (next === length && done < length) {
      const total = done + left;
      return { cycle: cycle + Math.floor(total / length), length, done: total % length };
    }
    left -= toEnd;
    place = { cycle: cycle + 1, length: next, done: done + toEnd - length };
  }
}

/** The steps after which the cycles have shrunk to nothing and ESPnet divides by zero; undefined where they do not soon. */
function shrunkAway({ first_cycle_steps, cycle_mult, warmup_steps }: Lengths): number | undefined {
  if (warmup_steps !== 0 || cycle_mult >= 1) return undefined;
  let steps = 0;
  let length = first_cycle_steps;
  for (let cycle = 0; cycle < 10_000; cycle++) {
    if (length === 0) return steps;
    steps += Math.ceil(length);
    length = Math.trunc(length * cycle_mult);
  }
  return undefined;
}

/** Cosine decay with warm restarts, a warm-up in each cycle, and a peak that falls from cycle to cycle. */
export const cosineAnnealingWarmupRestarts = defineScheduler({
  type: 'espnet.CosineAnnealingWarmupRestarts',
  aliases: ['espnet.cosineannealingwarmuprestarts'],
  conf: () => ({
    first_cycle_steps: number('first_cycle_steps').meta({
      description: 'Length of the first cycle, warm-up included; it must be greater than warmup_steps.',
      unit: 'real steps',
    }),
    cycle_mult: number('cycle_mult', { min: 0, why: 'No cycle has a negative length: write 1 or more.' })
      .default(1)
      .meta({
        description:
          'How much longer each cycle is than the one before, without its warm-up. Below 1 and without a warm-up, the cycles shrink to nothing, where ESPnet stops with a ZeroDivisionError.',
        unit: 'factor',
      }),
    max_lr: number('max_lr').default(0.1).meta({
      description: 'Peak of the first cycle.',
      unit: 'learning rate',
    }),
    min_lr: number('min_lr').default(0.001).meta({
      description: 'Learning rate at which each cycle begins and ends.',
      unit: 'learning rate',
    }),
    warmup_steps: number('warmup_steps').default(0).meta({
      description: 'Length of the linear warm-up from min_lr at the beginning of every cycle.',
      unit: 'real steps',
    }),
    gamma: number('gamma').default(1).meta({
      description: 'What the peak is multiplied by from one cycle to the next.',
      unit: 'factor',
    }),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Cosine decay from max_lr to min_lr with warm restarts, each cycle with its own linear warm-up; optim_conf.lr is not used.',
  formula:
    'in a cycle of C real steps with peak P = max_lr * gamma^cycle, after s of them: lr = min_lr + (P - min_lr) * s / warmup_steps while s < warmup_steps, then min_lr + (P - min_lr) * (1 + cos(pi * (s - warmup_steps) / (C - warmup_steps))) / 2; the next cycle has int((C - warmup_steps) * cycle_mult) + warmup_steps steps; the first real step has min_lr',
  reference: {
    title:
      'SGDR: Stochastic Gradient Descent with Warm Restarts (ESPnet: espnet2/schedulers/cosine_anneal_warmup_restart.py)',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: {
    conf: {
      first_cycle_steps: 20_000,
      cycle_mult: 1,
      max_lr: 1e-3,
      min_lr: 1e-5,
      warmup_steps: 2000,
      gamma: 0.7,
    },
    lr: 1e-3,
    steps: 80_000,
  },
  warmupEnd: ({ warmup_steps }) => (warmup_steps > 0 ? Math.ceil(warmup_steps) + 1 : undefined),
  end(conf) {
    const at = shrunkAway(conf);
    return at === undefined ? undefined : { key: 'cycle_mult', at, unit: 'real steps' };
  },
  check: ({ warmup_steps, first_cycle_steps }) =>
    warmup_steps < first_cycle_steps
      ? []
      : [
          {
            path: ['warmup_steps'],
            message: `ESPnet stops with "assert warmup_steps < first_cycle_steps": warmup_steps is ${warmup_steps}, first_cycle_steps is ${first_cycle_steps}. Shorten the warm-up, or lengthen the cycle.`,
          },
        ],
  ignoresLr: () => 'max_lr and min_lr give every learning rate; ESPnet overwrites optim_conf.lr with min_lr.',
  start(conf) {
    const { max_lr, min_lr, warmup_steps, gamma } = conf;
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t === 0) return min_lr;
        const { cycle, length, done } = placeOf(t, conf);
        const range = max_lr * gamma ** cycle - min_lr;
        if (done < warmup_steps) return (range * done) / warmup_steps + min_lr;
        const angle = (Math.PI * (done - warmup_steps)) / (length - warmup_steps);
        return min_lr + (range * (1 + Math.cos(angle))) / 2;
      },
    };
  },
});
