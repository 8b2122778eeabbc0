import { exactPower } from '../exact-power.js';
import { number } from '../kinds.js';
import { floorDivide, floorLog } from '../python-arithmetic.js';
import type { ScheduleEnd } from '../scheduler.js';

/** The keys of restarts. */
export const cycleFields = (limit: { readonly min?: number; readonly why?: string } = {}) => ({
  cycle_mul: number('cycle_mul', {
    above: 0,
    why: 'Cycle lengths are its powers, and timm stops with "math domain error". Write 1 for equal cycles, 2 to double them.',
  })
    .default(1)
    .meta({ description: 'Each cycle is so many times as long as the one before.', unit: 'factor' }),
  cycle_decay: number('cycle_decay').default(1).meta({
    description: 'The peak of each cycle is so many times the one before.',
    unit: 'factor',
  }),
  cycle_limit: number('cycle_limit', limit).default(1).meta({
    description: 'Number of cycles; after them the learning rate is lr_min.',
    unit: 'cycles',
  }),
});

interface Cycles {
  readonly t_initial: number;
  readonly cycle_mul: number;
  readonly cycle_decay: number;
  readonly cycle_limit: number;
}

/** Where in the cycles a time is. */
export interface Place {
  /** Time since the start of the cycle. */
  readonly at: number;
  readonly length: number;
  /** Peak of the cycle as a share of the first one's. */
  readonly peak: number;
}

/**
 * The cycle of time `t`, as timm computes it; undefined after the last one. Cycles that get ever shorter
 * (`cycle_mul` below 1) have a common end, past which timm stops with an error: here they are over.
 */
export function placeIn(conf: Cycles, t: number): Place | undefined {
  const { t_initial, cycle_mul, cycle_decay, cycle_limit } = conf;
  if (cycle_mul === 1) {
    const cycle = floorDivide(t, t_initial);
    if (!(cycle < cycle_limit)) return undefined;
    return { at: t - t_initial * cycle, length: t_initial, peak: cycle_decay ** cycle };
  }
  const grown = 1 - (t / t_initial) * (1 - cycle_mul);
  if (grown <= 0) return undefined;
  const cycle = floorLog(grown, cycle_mul);
  if (!(cycle < cycle_limit)) return undefined;
  const multiple = exactPower(cycle_mul, cycle);
  // A rounding can put a time a hair before its cycle's start.
  const at = Math.max(0, t - ((1 - multiple) / (1 - cycle_mul)) * t_initial);
  return { at, length: multiple * t_initial, peak: cycle_decay ** cycle };
}

interface Prefixed extends Cycles {
  readonly warmup_t: number;
  readonly warmup_prefix: boolean;
  readonly t_in_epochs: boolean;
}

/** The end of the last cycle, from timm's get_cycle_length. */
export function cyclesEnd(conf: Prefixed): ScheduleEnd {
  const { t_initial, cycle_mul, warmup_t, warmup_prefix, t_in_epochs } = conf;
  const cycles = Math.max(1, conf.cycle_limit);
  const length =
    cycle_mul === 1
      ? t_initial * cycles
      : Math.floor((-t_initial * (cycle_mul ** cycles - 1)) / (1 - cycle_mul));
  return {
    key: 't_initial',
    at: warmup_prefix ? length + warmup_t : length,
    unit: t_in_epochs ? 'epochs' : 'real steps',
  };
}
