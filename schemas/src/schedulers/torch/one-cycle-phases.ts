/** The ends between which a phase moves. */
export type LrEnd = 'initial_lr' | 'max_lr' | 'min_lr';
export type MomentumEnd = 'base_momentum' | 'max_momentum';

/** One part of OneCycleLR: from the end of the part before it to `until`. */
export interface Phase {
  readonly until: number;
  readonly lr: readonly [from: LrEnd, to: LrEnd];
  readonly momentum: readonly [from: MomentumEnd, to: MomentumEnd];
}

/** Where a step is: its phase, and how much of it is done. */
export interface Place {
  readonly phase: Phase;
  readonly done: number;
}

/** The phases of OneCycleLR, the last step of each as torch computes it. */
export function phasesOf(total: number, pctStart: number, three: boolean): readonly Phase[] {
  const up: Phase = {
    until: pctStart * total - 1,
    lr: ['initial_lr', 'max_lr'],
    momentum: ['max_momentum', 'base_momentum'],
  };
  const end = total - 1;
  if (!three)
    return [up, { until: end, lr: ['max_lr', 'min_lr'], momentum: ['base_momentum', 'max_momentum'] }];
  const down: Phase = {
    until: 2 * pctStart * total - 2,
    lr: ['max_lr', 'initial_lr'],
    momentum: ['base_momentum', 'max_momentum'],
  };
  return [up, down, { until: end, lr: ['initial_lr', 'min_lr'], momentum: ['max_momentum', 'max_momentum'] }];
}

/**
 * The phase of step `t`; undefined where torch stops: after the total, or in a phase without length, by which it
 * divides (ZeroDivisionError).
 */
export function placeOf(phases: readonly Phase[], total: number, t: number): Place | undefined {
  if (t > total) return undefined;
  let from = 0;
  for (const [index, phase] of phases.entries()) {
    if (t <= phase.until || index === phases.length - 1)
      return phase.until === from ? undefined : { phase, done: (t - from) / (phase.until - from) };
    from = phase.until;
  }
  return undefined;
}

/** From `start` to `end` along a half wave of the cosine, or along a line. */
export const anneal = (strategy: 'cos' | 'linear', start: number, end: number, done: number): number =>
  strategy === 'cos'
    ? end + ((start - end) / 2) * (Math.cos(Math.PI * done) + 1)
    : (end - start) * done + start;
