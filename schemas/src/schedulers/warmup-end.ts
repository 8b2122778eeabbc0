import type { Scheduler } from './scheduler.js';

/** How long an epoch is. */
export interface EpochLength {
  /** Training steps (micro-steps) in one epoch; undefined when nobody knows. */
  readonly stepsPerEpoch: number | undefined;
  readonly accumGrad: number;
}

/**
 * The real step at which the warm-up of a schedule ends, also where it is counted in epochs. Undefined for a conf
 * without a warm-up, and for one in epochs whose length nobody knows.
 */
export function warmupEndOf(
  scheduler: Scheduler,
  conf: Record<string, unknown>,
  { stepsPerEpoch, accumGrad }: EpochLength,
): number | undefined {
  const epochs = scheduler.warmupEpochs?.(conf);
  if (epochs === undefined) return scheduler.warmupEnd?.(conf);
  if (stepsPerEpoch === undefined) return undefined;
  // The first update of the epoch that follows: a schedule that counts epochs moves on between two of them.
  return Math.floor((Math.ceil(epochs) * stepsPerEpoch) / accumGrad) + 1;
}
