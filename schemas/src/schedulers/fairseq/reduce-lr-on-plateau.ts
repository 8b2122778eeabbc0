import { flag, number, whole } from '../kinds.js';
import type { PlateauOptions } from '../plateau.js';
import { drivenBy, startPlateau } from '../plateau.js';
import { monitor } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, oneLr, ownLr, warmupInitLr, warmupUpdates } from './keys.js';

interface State {
  /** Real steps done whose warm-up has been applied; -1 before the first. */
  readonly warmed: number;
  /** Metrics of validations within the warm-up, which do not count. */
  readonly dropped: number;
  readonly plateau: unknown;
}

interface Keys {
  readonly lr_shrink: number;
  readonly lr_threshold: number;
  readonly lr_patience: number;
  readonly maximize_best_checkpoint_metric: boolean;
}

/** What fairseq hands to torch's ReduceLROnPlateau; the rest has torch's defaults. */
const plateauOf = (conf: Keys): PlateauOptions => ({
  mode: conf.maximize_best_checkpoint_metric ? 'max' : 'min',
  factor: conf.lr_shrink,
  patience: conf.lr_patience,
  threshold: conf.lr_threshold,
  threshold_mode: 'rel',
  cooldown: 0,
  min_lr: 0,
  eps: 1e-8,
});

/** Linear warm-up, then torch's ReduceLROnPlateau. */
export const reduceLrOnPlateau = defineScheduler({
  type: 'fairseq.reduce_lr_on_plateau',
  aliases: [],
  conf: () => ({
    monitor: monitor(),
    lr_shrink: number('lr_shrink', {
      below: 1,
      why: 'torch says "Factor should be < 1.0.": the learning rate is multiplied by it. Write 0.1 to 0.9.',
    })
      .default(0.1)
      .meta({ description: 'What the learning rate is multiplied by on a plateau.', unit: 'factor' }),
    lr_threshold: number('lr_threshold').default(1e-4).meta({
      description: 'By which share of the best metric a metric must pass it to count as an improvement.',
      unit: 'share of the best metric',
    }),
    lr_patience: whole('lr_patience').default(0).meta({
      description:
        'Validations without improvement that are let pass: the learning rate is reduced after the one that follows them.',
      unit: 'validations',
      integer: true,
    }),
    warmup_updates: warmupUpdates(),
    warmup_init_lr: warmupInitLr('0'),
    lr: lrKey('Peak of the warm-up, and the learning rate until the first plateau.'),
    maximize_best_checkpoint_metric: flag('maximize_best_checkpoint_metric').default(false).meta({
      description:
        'true: the metric should rise; false: it should fall. fairseq takes it from checkpoint.maximize_best_checkpoint_metric.',
    }),
  }),
  summary:
    'Linear warm-up to lr, then a multiplication by lr_shrink whenever a validation metric stops improving; validations within the warm-up do not count.',
  formula:
    'after t real steps: lr_t = warmup_init_lr + t * (lr - warmup_init_lr) / warmup_updates while t <= warmup_updates; then each plateau: lr = lr * lr_shrink',
  reference: {
    title: 'fairseq: fairseq/optim/lr_scheduler/reduce_lr_on_plateau.py',
    url: 'https://github.com/facebookresearch/fairseq/blob/main/fairseq/optim/lr_scheduler/reduce_lr_on_plateau.py',
  },
  stateless: false,
  example: {
    conf: { lr_shrink: 0.5, lr_patience: 1, warmup_updates: 4000 },
    lr: 5e-4,
    steps: 40_000,
    stepsPerEpoch: 2000,
  },
  warmupEnd: ({ warmup_updates }) => (warmup_updates > 0 ? warmup_updates + 1 : undefined),
  check: ({ lr }) => oneLr(lr, 'reduce_lr_on_plateau'),
  ignoresLr: ownLr,
  metric: (conf) => drivenBy({ ...plateauOf(conf), monitor: conf.monitor }),
  start(conf, optimizer) {
    const [peak] = lrsOf(conf.lr, optimizer.lr);
    const warmup = Math.max(0, conf.warmup_updates);
    const first = conf.warmup_init_lr < 0 ? 0 : conf.warmup_init_lr;
    const slope = (peak - first) / warmup;
    const plateau = startPlateau(plateauOf(conf), peak);
    let warmed = -1;
    let dropped = 0;
    let read = 0;
    return {
      lr(step) {
        const { metrics = [] } = step;
        const t = stepsDone(step);
        const reached = Math.min(t, warmup);
        if (warmup > 0 && reached > warmed) {
          plateau.lr = first + reached * slope;
          warmed = reached;
        }
        if (warmup > 0 && t <= warmup) dropped = metrics.length;
        else if (metrics.length > read) {
          plateau.read(metrics.slice(dropped));
          read = metrics.length;
        }
        return plateau.lr;
      },
      state: (): State => ({ warmed, dropped, plateau: plateau.state() }),
      loadState(state) {
        const saved = state as State;
        ({ warmed, dropped } = saved);
        plateau.loadState(saved.plateau);
      },
    };
  },
});
