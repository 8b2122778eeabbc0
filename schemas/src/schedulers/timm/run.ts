import type { Schedule } from '../scheduler.js';
import { epochsDone, stepsDone } from '../step-count.js';
import { type NoiseConf, noiseAt } from './noise.js';

interface TimedConf extends NoiseConf {
  readonly warmup_t: number;
  readonly warmup_lr_init: number;
  readonly t_in_epochs: boolean;
}

/**
 * Starts a schedule of timm: `after(t)` is the learning rate from the end of the warm-up on, `top` what the warm-up
 * rises to. As timm's training script steps it, time is the epochs or updates done; until the first of them the
 * optimizer holds what the constructor leaves there, without noise.
 */
export function startTimed(
  conf: TimedConf,
  base: number,
  after: (t: number) => number,
  top = base,
): Schedule {
  const { warmup_t: warmup, warmup_lr_init: low } = conf;
  const slope = warmup === 0 ? 1 : (top - low) / warmup;
  return {
    lr(step) {
      const t = conf.t_in_epochs ? epochsDone(step) : stepsDone(step);
      if (t <= 0) return warmup === 0 ? base : low;
      const value = t < warmup ? low + t * slope : after(t);
      const noise = noiseAt(conf, t);
      return noise === undefined ? value : value + value * noise;
    },
  };
}

/** The time since the schedule started, which a warm-up that goes before it delays. */
export const sinceStart =
  ({ warmup_prefix, warmup_t }: { readonly warmup_prefix: boolean; readonly warmup_t: number }) =>
  (t: number): number =>
    warmup_prefix ? t - warmup_t : t;

/** The real step whose update has the peak, where time is real steps. */
const warmupEnd = ({ warmup_t, t_in_epochs }: TimedConf): number | undefined =>
  warmup_t > 0 && !t_in_epochs ? warmup_t + 1 : undefined;

/** The epochs after which the learning rate is at its peak, where time is epochs. */
const warmupEpochs = ({ warmup_t, t_in_epochs }: TimedConf): number | undefined =>
  warmup_t > 0 && t_in_epochs ? warmup_t : undefined;

/** Where the warm-up of a schedule of timm ends. */
export const warmup = { warmupEnd, warmupEpochs };
