import type { curveSvg } from '@optim-sches/schemas/picture';
import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import { toNumber } from './numbers.js';

/** What `curveSvg` draws. */
export type Curve = Parameters<typeof curveSvg>[0];

/** The answer as the curve that it was made of, of some of its OptimSchedulers. */
export function asCurve(answer: CurveAnswer, isShown: (name: string) => boolean): Curve {
  const optimizers = Object.entries(answer.optimizers).filter(([name]) => isShown(name));
  return {
    steps: answer.steps,
    stepsPerEpoch: answer.stepsPerEpoch,
    optimizers: optimizers.map(([name, { type, optimType, steps, lr, facts, assumed }]) => {
      const { peak, firstUpdate, first, last, warmupEnd } = facts;
      return {
        name,
        type,
        optimType,
        steps: Float64Array.from(steps),
        lr: Float64Array.from(lr, toNumber),
        facts: {
          peak: { lr: toNumber(peak.lr), step: toNumber(peak.step) },
          first: toNumber(first),
          last: toNumber(last),
          ...(firstUpdate === undefined ? {} : { firstUpdate }),
          ...(warmupEnd
            ? { warmupEnd: { step: toNumber(warmupEnd.step), epoch: toNumber(warmupEnd.epoch) } }
            : {}),
        },
        ...(assumed ? { assumed: { ...assumed, metric: assumed.metric } } : {}),
      };
    }),
  };
}
