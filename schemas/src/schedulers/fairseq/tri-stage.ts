import { shown } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { number, numberList, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf, maxUpdateMeta, oneLr, ownLr } from './keys.js';

interface StageConf {
  readonly warmup_steps: number;
  readonly hold_steps: number;
  readonly decay_steps: number;
  readonly phase_ratio: readonly number[] | null;
  readonly max_update: number | null;
}

/** The real steps of warm-up, hold and decay, from the steps or from the ratios. */
function stages(conf: StageConf): { warmup: number; hold: number; decay: number } {
  const { phase_ratio, max_update } = conf;
  if (phase_ratio === null)
    return { warmup: conf.warmup_steps, hold: conf.hold_steps, decay: conf.decay_steps };
  const share = (index: number) => Math.trunc((max_update ?? 0) * (phase_ratio[index] ?? 0));
  return { warmup: share(0), hold: share(1), decay: share(2) };
}

/** Whether Python's `sum` gives exactly 1: term by term (up to Python 3.11), or with what each rounding lost (from 3.12). */
function addUpToOne(ratios: readonly number[]): boolean {
  let sum = 0;
  let lost = 0;
  for (const ratio of ratios) {
    const next = sum + ratio;
    lost += Math.abs(sum) >= Math.abs(ratio) ? sum - next + ratio : ratio - next + sum;
    sum = next;
  }
  return sum === 1 || sum + lost === 1;
}

function conflicts(conf: StageConf): readonly Conflict[] {
  const { phase_ratio, max_update } = conf;
  const refuse = (key: string, message: string) => [{ path: [key] as const, message }];
  if (phase_ratio !== null && (max_update ?? 0) <= 0)
    return refuse(
      'phase_ratio',
      `fairseq stops with "assert cfg.max_update > 0": phase_ratio takes shares of max_update, which is ${shown(max_update)}. Write max_update, the real steps of the training.`,
    );
  if (phase_ratio !== null && !addUpToOne(phase_ratio))
    return refuse(
      'phase_ratio',
      `fairseq stops with "phase ratios must add up to 1": phase_ratio is ${shown(phase_ratio)}. Change one of them.`,
    );
  const { warmup, hold, decay } = stages(conf);
  if (warmup + hold + decay <= 0)
    return refuse(
      'decay_steps',
      `fairseq stops with "please specify steps or phase_ratio": the stages have ${warmup + hold + decay} real steps. Write warmup_steps, hold_steps and decay_steps, or phase_ratio with max_update.`,
    );
  if (decay === 0)
    return refuse(
      phase_ratio === null ? 'decay_steps' : 'phase_ratio',
      'The decay has 0 real steps: fairseq divides by them and stops with a ZeroDivisionError. Give it at least 1.',
    );
  return [];
}

const steps = (name: string, description: string) =>
  whole(name).default(0).meta({ description, unit: 'real steps', integer: true });

/** Warm-up, hold and exponential decay: the schedule of SpecAugment and wav2vec 2.0. */
export const triStage = defineScheduler({
  type: 'fairseq.tri_stage',
  aliases: [],
  conf: () => ({
    warmup_steps: steps(
      'warmup_steps',
      'Length of the linear warm-up from init_lr_scale * lr to lr. Without effect when phase_ratio is given.',
    ),
    hold_steps: steps('hold_steps', 'Real steps at lr. Without effect when phase_ratio is given.'),
    decay_steps: steps(
      'decay_steps',
      'Length of the exponential decay from lr to final_lr_scale * lr. Without effect when phase_ratio is given.',
    ),
    phase_ratio: numberList('phase_ratio')
      .length(3, {
        error: ({ input }) =>
          `phase_ratio is ${shown(input)}, but must have 3 entries: the shares of warm-up, hold and decay. Write [0.1, 0.4, 0.5].`,
      })
      .nullable()
      .default(null)
      .meta({
        description:
          'Shares of warm-up, hold and decay in max_update; they add up to 1. null: warmup_steps, hold_steps and decay_steps say the lengths.',
        unit: 'share of max_update',
      }),
    init_lr_scale: number('init_lr_scale')
      .default(0.01)
      .meta({ description: 'The warm-up begins at init_lr_scale * lr.', unit: 'factor' }),
    final_lr_scale: number('final_lr_scale', {
      above: 0,
      why: 'fairseq takes its logarithm and stops with "math domain error": write 0.01 to 1.',
    })
      .default(0.01)
      .meta({ description: 'The decay ends at final_lr_scale * lr, which stays.', unit: 'factor' }),
    max_update: number('max_update').nullable().default(0).meta(maxUpdateMeta('phase_ratio needs it.')),
    lr: lrKey('Learning rate of the hold stage, the peak.'),
  }),
  summary: 'Linear warm-up to lr, a stage in which it stays, then exponential decay.',
  formula:
    'after t real steps, with W, H, D the steps of warm-up, hold and decay: lr_t = lr * (init_lr_scale + (1 - init_lr_scale) * t / W) while t < W, lr while t < W + H, lr * final_lr_scale^((t - W - H) / D) while t <= W + H + D, then lr * final_lr_scale',
  reference: {
    title: 'SpecAugment: A Simple Data Augmentation Method for Automatic Speech Recognition, section 4.2',
    authors: 'Park et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1904.08779',
  },
  stateless: true,
  example: {
    conf: { phase_ratio: [0.1, 0.4, 0.5], final_lr_scale: 0.05, max_update: 80_000 },
    lr: 3e-5,
    steps: 80_000,
  },
  warmupEnd(conf) {
    const { warmup } = stages(conf);
    return warmup > 0 ? warmup + 1 : undefined;
  },
  end(conf) {
    const { warmup, hold, decay } = stages(conf);
    const key = conf.phase_ratio === null ? 'decay_steps' : 'max_update';
    return { key, at: warmup + hold + decay, unit: 'real steps' };
  },
  check: (conf) => [...oneLr(conf.lr, 'tri-stage lr'), ...conflicts(conf)],
  ignoresLr: ownLr,
  start(conf, optimizer) {
    const [peak] = lrsOf(conf.lr, optimizer.lr);
    const { warmup, hold, decay } = stages(conf);
    const first = conf.init_lr_scale * peak;
    const last = conf.final_lr_scale * peak;
    const slope = (peak - first) / warmup;
    const decayFactor = -Math.log(conf.final_lr_scale) / decay;
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return first + slope * t;
        if (t < warmup + hold) return peak;
        if (t > warmup + hold + decay) return last;
        return peak * Math.exp(-decayFactor * (t - (warmup + hold)));
      },
    };
  },
});
