import { formatLr, formatStep } from '../curve/picture/format.js';
import type { Difference, Sameness } from './sameness.js';

const percent = (share: number) =>
  share < 1e-4 ? `a relative ${share.toExponential(1)}` : `${Number((share * 100).toPrecision(3))} %`;

const values = ({ before, after, step }: Difference) =>
  `${formatLr(after)} instead of ${formatLr(before)} at real step ${formatStep(step)}`;

/** How near a converted curve is, in one or two sentences. */
export function samenessWords(sameness: Sameness): string {
  const steps = formatStep(sameness.steps);
  switch (sameness.kind) {
    case 'exact':
      return `The learning rate is the same at all ${steps} real steps.`;
    case 'until-end':
      return `The learning rate is the same up to real step ${formatStep(sameness.until)}, where the schedule ends; after it another one, ${values(sameness.largest)}.`;
    case 'shifted':
      return `The curve is the same, one real step ${sameness.shift > 0 ? 'later' : 'earlier'} (over ${steps} real steps).`;
    case 'near': {
      const { largest, from } = sameness;
      const rest = from === undefined ? '' : ` From real step ${formatStep(from)} on it is the same.`;
      return `The learning rate is not the same: the largest difference over ${steps} real steps is ${percent(largest.relative)}, ${values(largest)}.${rest}`;
    }
  }
}
