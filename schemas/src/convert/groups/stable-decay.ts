import { countsSteps, defineGroup, type Form, neat, num, optional } from '../form.js';
import { fromZero, megatronWarm, timmWarm, type Warm } from '../warmup.js';

/** How the learning rate falls at the end, as Megatron calls it. */
type Fall = 'linear' | 'cosine' | 'minus_sqrt';

/** Warm-up, a constant part until t = `end` - `decay`, then a fall to `min` at t = `end`, which stays. */
interface Shape extends Warm {
  readonly end: number;
  readonly decay: number;
  readonly min: number;
  readonly fall: Fall;
  readonly epochs: boolean;
}

const falls: readonly (readonly [fall: Fall, elsewhere: string])[] = [
  ['linear', 'linear'],
  ['cosine', 'cosine'],
  ['minus_sqrt', '1-sqrt'],
];
const fallOf = (elsewhere: unknown) => falls.find(([, name]) => name === elsewhere)?.[0];
const nameOf = (fall: Fall) => falls.find(([own]) => own === fall)?.[1];

const transformers: Form<Shape> = {
  type: 'transformers.warmup_stable_decay',
  read(source) {
    const { conf, lr } = source;
    const [warmup, decay] = [num(source, 'num_warmup_steps'), num(source, 'num_decay_steps')];
    const stable = optional(source, 'num_stable_steps') ?? num(source, 'num_training_steps') - warmup - decay;
    const fall = fallOf(conf.decay_type);
    const min = num(source, 'min_lr_ratio') * lr;
    if (conf.warmup_type !== 'linear' || conf.num_cycles !== 0.5 || fall === undefined) return undefined;
    const start = warmup > 0 ? min : lr;
    return { peak: lr, warmup, start, end: warmup + stable + decay, decay, min, fall, epochs: false };
  },
  write({ peak, warmup, end, decay, min, fall, epochs }) {
    if (epochs) return countsSteps('transformers.warmup_stable_decay');
    const lengths = {
      num_warmup_steps: warmup,
      num_stable_steps: end - decay - warmup,
      num_decay_steps: decay,
    };
    return [{ conf: { ...lengths, decay_type: nameOf(fall), min_lr_ratio: neat(min / peak) }, lr: peak }];
  },
};

const timm: Form<Shape> = {
  type: 'timm.WSDLRScheduler',
  read(source) {
    const warm = timmWarm(source);
    const fall = fallOf(source.conf.decay_fn);
    if (!warm || fall === undefined || source.conf.stable_fn !== 'constant') return undefined;
    return {
      ...warm,
      end: warm.warmup + num(source, 't_initial'),
      decay: num(source, 'decay_t'),
      min: num(source, 'lr_min'),
      fall,
      epochs: source.conf.t_in_epochs === true,
    };
  },
  write({ peak, warmup, start, end, decay, min, fall, epochs }) {
    const warm = warmup > 0 ? { warmup_t: warmup, warmup_lr_init: neat(start) } : {};
    const conf = { t_initial: end - warmup, decay_t: decay, lr_min: min, decay_fn: nameOf(fall), ...warm };
    return [{ conf: { ...conf, t_in_epochs: epochs }, lr: peak }];
  },
};

const megatron: Form<Shape> = {
  type: 'megatron.OptimizerParamScheduler',
  read(source) {
    const fall = falls.find(([name]) => name === source.conf.lr_wsd_decay_style)?.[0];
    if (source.conf.lr_decay_style !== 'WSD' || fall === undefined) return undefined;
    return {
      ...megatronWarm(source),
      end: num(source, 'lr_decay_steps'),
      decay: num(source, 'wsd_decay_steps'),
      min: num(source, 'min_lr'),
      fall,
      epochs: false,
    };
  },
  write({ peak, warmup, start, end, decay, min, fall, epochs }) {
    if (epochs) return countsSteps('megatron.OptimizerParamScheduler');
    const warm = warmup > 0 ? { lr_warmup_steps: warmup, init_lr: neat(start) } : {};
    const fallen = { lr_decay_style: 'WSD', wsd_decay_steps: decay, lr_wsd_decay_style: fall };
    return [{ conf: { ...warm, lr_decay_steps: end, min_lr: min, ...fallen }, lr: peak }];
  },
};

/** Without a constant part, and with a straight fall to 0. */
const linear: Form<Shape> = {
  type: 'transformers.linear',
  read: (source) => {
    const [warmup, end] = [num(source, 'num_warmup_steps'), num(source, 'num_training_steps')];
    return {
      ...fromZero(source.lr, warmup),
      end,
      decay: end - warmup,
      min: 0,
      fall: 'linear',
      epochs: false,
    };
  },
  write({ peak, warmup, end, decay, min, fall, epochs }) {
    if (epochs) return countsSteps('transformers.linear');
    if (fall !== 'linear' || min !== 0 || end - decay !== warmup)
      return 'transformers.linear falls in a line to 0, right after the warm-up.';
    return [{ conf: { num_warmup_steps: warmup, num_training_steps: end }, lr: peak }];
  },
};

/** Warm-up, a constant part, a decay at the end (WSD). */
export const stableDecayGroup = defineGroup<Shape>([transformers, timm, megatron, linear]);
