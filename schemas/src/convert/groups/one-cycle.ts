import { countsSteps, defineGroup, type Form, neat, num, optional } from '../form.js';

/** From `low` to `high` at t = `rise`, then to `last` at t = `end`, along lines or half waves. */
interface Shape {
  readonly low: number;
  readonly high: number;
  readonly last: number;
  readonly rise: number;
  readonly end: number;
  readonly along: 'cosine' | 'linear';
  readonly epochs: boolean;
  readonly momentum: boolean;
}

const still = ({ momentum }: Shape) =>
  momentum ? ['The momentum is no longer moved against the learning rate (cycle_momentum).'] : [];

const oneCycle: Form<Shape> = {
  type: 'torch.OneCycleLR',
  read(source) {
    const { three_phase, anneal_strategy, interval, cycle_momentum } = source.conf;
    const total = optional(source, 'total_steps') ?? num(source, 'epochs') * num(source, 'steps_per_epoch');
    const listed = source.conf.max_lr;
    const high = Array.isArray(listed) ? Number(listed[0]) : Number(listed);
    if (three_phase === true || !Number.isFinite(total)) return undefined;
    const low = high / num(source, 'div_factor');
    return {
      low,
      high,
      last: low / num(source, 'final_div_factor'),
      rise: num(source, 'pct_start') * total - 1,
      end: total - 1,
      along: anneal_strategy === 'linear' ? 'linear' : 'cosine',
      epochs: interval === 'epoch',
      momentum: cycle_momentum === true,
    };
  },
  write({ low, high, last, rise, end, along, epochs }) {
    if (low <= 0 || last <= 0)
      return 'torch.OneCycleLR divides by its first and its last learning rate: neither can be 0.';
    const conf = {
      max_lr: high,
      total_steps: end + 1,
      pct_start: neat((rise + 1) / (end + 1)),
      anneal_strategy: along === 'linear' ? 'linear' : 'cos',
      cycle_momentum: false,
      div_factor: neat(high / low),
      final_div_factor: neat(low / last),
      ...(epochs ? { interval: 'epoch' } : {}),
    };
    return [{ conf }];
  },
};

/** Without a constant part it is one cycle, with the same learning rate at both ends. */
const warmupStableDecay: Form<Shape> = {
  type: 'transformers.warmup_stable_decay',
  read(source) {
    const { warmup_type, decay_type } = source.conf;
    const [warmup, decay, ratio] = ['num_warmup_steps', 'num_decay_steps', 'min_lr_ratio'].map((key) =>
      num(source, key),
    );
    const total = optional(source, 'num_training_steps') ?? Number.NaN;
    const stable = optional(source, 'num_stable_steps') ?? total - Number(warmup) - Number(decay);
    const along = warmup_type === 'linear' || warmup_type === 'cosine' ? warmup_type : undefined;
    if (stable !== 0 || along === undefined || warmup_type !== decay_type || source.conf.num_cycles !== 0.5)
      return undefined;
    const low = Number(ratio) * source.lr;
    return {
      low,
      high: source.lr,
      last: low,
      rise: Number(warmup),
      end: Number(warmup) + Number(decay),
      along,
      epochs: false,
      momentum: false,
    };
  },
  write(shape) {
    const { low, high, rise, end, along, epochs } = shape;
    if (epochs) return countsSteps('transformers.warmup_stable_decay');
    const conf = {
      num_warmup_steps: rise,
      num_stable_steps: 0,
      num_decay_steps: end - rise,
      warmup_type: along,
      decay_type: along,
      min_lr_ratio: neat(low / high),
    };
    return [{ conf, lr: high, notes: still(shape) }];
  },
};

const sequential: Form<Shape> = {
  type: 'torch.SequentialLR',
  // Two lines in sequence are a warm-up and a linear decay, which another group reads.
  read: () => undefined,
  write(shape) {
    const { low, high, last, rise, end, along, epochs } = shape;
    if (along !== 'linear')
      return 'torch.SequentialLR has no warm-up along a cosine: only anneal_strategy: linear can be written with it.';
    if (!Number.isInteger(rise) || !Number.isInteger(end))
      return 'torch.SequentialLR changes over at whole steps alone, and the rise ends between two.';
    const conf = {
      schedulers: [
        { LinearLR: { start_factor: neat(low / high), total_iters: rise } },
        { LinearLR: { start_factor: 1, end_factor: neat(last / high), total_iters: end - rise } },
      ],
      milestones: [rise],
      ...(epochs ? { interval: 'epoch' } : {}),
    };
    return [{ conf, lr: high, notes: still(shape) }];
  },
};

/** One rise and one fall. */
export const oneCycleGroup = defineGroup<Shape>([oneCycle, warmupStableDecay, sequential]);
