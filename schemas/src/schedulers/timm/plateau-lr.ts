import { choice, number } from '../kinds.js';
import { drivenBy, type PlateauOptions, startPlateau } from '../plateau.js';
import { monitor } from '../plateau-conf.js';
import { defineScheduler, type Schedule } from '../scheduler.js';
import { epochsDone } from '../step-count.js';
import { initialize, warmupFields } from './fields.js';
import { type NoiseConf, noiseAt, noiseConflicts, noiseFields } from './noise.js';

interface WarmPlateau extends NoiseConf {
  readonly warmup_t: number;
  readonly warmup_lr_init: number;
}

interface State {
  /** Epochs done. */
  readonly t: number;
  /** Metrics taken, in the warm-up too. */
  readonly seen: number;
  /** The learning rate with noise; null without. */
  readonly noisy: number | null;
  readonly plateau: unknown;
}

/**
 * timm steps it at the end of each epoch, with the metric of that epoch's validation. Here each validation ends one of
 * timm's epochs, and so does an epoch of the training that has none.
 */
function startWarmPlateau(conf: WarmPlateau, options: PlateauOptions, base: number): Schedule {
  const { warmup_t: warmup, warmup_lr_init: low } = conf;
  const plateau = startPlateau(options, warmup === 0 ? base : low);
  const slope = warmup === 0 ? 1 : (base - low) / warmup;
  let t = 0;
  let seen = 0;
  let noisy: number | null = null;
  const endEpoch = (metric?: number) => {
    t++;
    if (t <= warmup) {
      plateau.lr = low + t * slope;
      return;
    }
    if (metric !== undefined) plateau.take(metric);
    const noise = noiseAt(conf, t);
    noisy = noise === undefined ? null : plateau.lr + plateau.lr * noise;
  };
  return {
    lr(step) {
      for (const metric of step.metrics?.slice(seen) ?? []) {
        seen++;
        endEpoch(metric);
      }
      while (t < epochsDone(step)) endEpoch();
      return noisy ?? plateau.lr;
    },
    state: (): State => ({ t, seen, noisy, plateau: plateau.state() }),
    loadState(state) {
      const saved = state as State;
      ({ t, seen, noisy } = saved);
      plateau.loadState(saved.plateau);
    },
  };
}

/** timm's PlateauLRScheduler. */
export const plateauLr = defineScheduler({
  type: 'timm.PlateauLRScheduler',
  aliases: [],
  conf: () => ({
    monitor: monitor(),
    decay_rate: number('decay_rate', {
      below: 1,
      why: 'Torch says "Factor should be < 1.0.": the learning rate is multiplied by it. Write 0.1 to 0.9.',
    })
      .default(0.1)
      .meta({ description: 'What the learning rate is multiplied by on a plateau.', unit: 'factor' }),
    patience_t: number('patience_t').default(10).meta({
      description:
        'Validations without improvement that are let pass: the learning rate is reduced after the one that follows them.',
      unit: 'validations',
    }),
    threshold: number('threshold').default(1e-4).meta({
      description: 'By what share a metric must pass the best one to count as an improvement.',
      unit: 'share of the best metric',
    }),
    cooldown_t: number('cooldown_t').default(0).meta({
      description: 'Validations after a reduction that do not count as without improvement.',
      unit: 'validations',
    }),
    ...warmupFields(),
    lr_min: number('lr_min').default(0).meta({
      description: 'The learning rate is not reduced below this.',
      unit: 'learning rate',
    }),
    mode: choice('mode', ['min', 'max']).default('max').meta({
      description: 'min: the metric should fall; max: it should rise.',
    }),
    ...noiseFields(),
    noise_type: choice('noise_type', ['normal', 'uniform']).default('normal').meta({
      description: 'normal: noise of deviation noise_std below noise_pct; uniform: evenly up to noise_pct.',
    }),
    initialize: initialize(),
  }),
  summary:
    'The learning rate is multiplied by decay_rate whenever the validation metric stops improving; with a warm-up in epochs, and noise.',
  formula:
    'lr = warmup_lr_init + (optim_conf.lr - warmup_lr_init) * t / warmup_t while t <= warmup_t, t: epochs done; then lr = max(lr * decay_rate, lr_min) after more than patience_t validations without improvement; starts at optim_conf.lr without a warm-up',
  reference: { title: 'timm/scheduler/plateau_lr.py' },
  stateless: false,
  example: {
    conf: { decay_rate: 0.5, patience_t: 3, warmup_t: 2, mode: 'min' },
    lr: 1e-3,
    steps: 20_000,
    stepsPerEpoch: 1000,
  },
  warmupEpochs: ({ warmup_t }) => (warmup_t > 0 ? warmup_t : undefined),
  metric: (conf) => drivenBy({ ...conf, threshold_mode: 'rel' }),
  check: noiseConflicts,
  start(conf, { lr }) {
    const options = {
      mode: conf.mode,
      factor: conf.decay_rate,
      patience: conf.patience_t,
      threshold: conf.threshold,
      threshold_mode: 'rel',
      cooldown: conf.cooldown_t,
      min_lr: conf.lr_min,
      eps: 1e-8,
    } as const;
    return startWarmPlateau(conf, options, lr);
  },
});
