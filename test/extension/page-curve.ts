import type { PanelState } from '../../extension/src/preview/protocol.js';
import type { CurveAnswer, OptimizerAnswer } from '../../server/src/protocol.js';

/** One optimizer's curve through some points, its peak the highest of them. */
export function answerOf(
  steps: readonly number[],
  lr: readonly number[],
  more: Partial<OptimizerAnswer> = {},
): OptimizerAnswer {
  const peak = Math.max(...lr);
  const facts = {
    peak: { lr: peak, step: steps[lr.indexOf(peak)] ?? 1 },
    first: lr[0] ?? 0,
    last: lr.at(-1) ?? 0,
  };
  return { type: 'noam.NoamLr', optimType: 'Adam', steps, lr, facts, ...more };
}

/** A curve of 1,000 steps in epochs of 100. */
export const curveAnswer = (
  optimizers: CurveAnswer['optimizers'],
  more: Partial<CurveAnswer> = {},
): CurveAnswer => ({
  version: 1,
  steps: 1000,
  stepsPerEpoch: 100,
  length: '10 epochs of 100 steps',
  accumGrad: 1,
  ftFactor: 1,
  left: [],
  notes: [],
  optimizers,
  ...more,
});

/** What a panel shows of a file. */
export const panelState = (more: Partial<PanelState> = {}): PanelState => ({
  source: { uri: 'file:///a.yaml', name: 'a.yaml', kind: 'file', version: 1 },
  others: [],
  runs: [],
  canDrag: true,
  canTrain: true,
  ...more,
});
