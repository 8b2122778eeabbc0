import type { CurveAnswer, OptimizerAnswer } from 'optim-sches-language-server/protocol';
import { lowerBound } from './numbers.js';
import type { Window } from './window.js';

/** A part of a curve in more detail. */
export interface Detail extends Window {
  readonly curve: CurveAnswer;
}

/** What to ask for. */
export interface DetailRequest extends Window {
  readonly sample: number;
}

/** A point every so many pixels is as close as an eye follows on a line. */
const pixelsPerPoint = 3;

const pointsIn = (steps: readonly number[], { from, to }: Window): number =>
  lowerBound(steps, to + 1) - lowerBound(steps, from);

/**
 * What to ask for so that the window is drawn closely; undefined where what there is will do. The answer reaches half a
 * window further on both sides: a reader pans.
 */
export function wantedDetail(
  curve: CurveAnswer,
  detail: Detail | undefined,
  window: Window,
  width: number,
): DetailRequest | undefined {
  const from = Math.max(1, Math.floor(window.from));
  const to = Math.min(curve.steps, Math.ceil(window.to));
  const enough = Math.min(width / pixelsPerPoint, to - from + 1);
  const covered = detail && detail.from <= from && detail.to >= to;
  const isCoarse = Object.entries(curve.optimizers).some(([name, own]) => {
    const { steps } = (covered && detail.curve.optimizers[name]) || own;
    // Where the curve was cut short there are none to ask for.
    return (steps.at(-1) ?? 0) > from && pointsIn(steps, { from, to }) < enough * 0.9;
  });
  if (!isCoarse) return undefined;
  const margin = Math.ceil((to - from) / 2);
  return {
    from: Math.max(1, from - margin),
    to: Math.min(curve.steps, to + margin),
    sample: Math.min(4000, Math.ceil((width * 2) / 100) * 100),
  };
}

/** The points of a curve, those of a part of it replaced by the closer ones. */
export function withDetail(
  own: Pick<OptimizerAnswer, 'steps' | 'lr'>,
  detail: Pick<OptimizerAnswer, 'steps' | 'lr'> | undefined,
): Pick<OptimizerAnswer, 'steps' | 'lr'> {
  const from = detail?.steps[0];
  const to = detail?.steps.at(-1);
  if (!detail || from === undefined || to === undefined) return own;
  const before = lowerBound(own.steps, from);
  const after = lowerBound(own.steps, to + 1);
  return {
    steps: [...own.steps.slice(0, before), ...detail.steps, ...own.steps.slice(after)],
    lr: [...own.lr.slice(0, before), ...detail.lr, ...own.lr.slice(after)],
  };
}
