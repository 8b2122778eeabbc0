import { formatLr, formatStep } from '../curve/picture/format.js';
import type { Difference, Sameness } from './sameness.js';

/** A relative difference for a reader. */
export const relativeWords = ({ relative }: Difference): string =>
  relative < 1 && relative > 0.9995
    ? 'more than 99.9 %'
    : relative < 1e-4
      ? `a relative ${relative.toExponential(1)}`
      : `${Number((relative * 100).toPrecision(3))} %`;

const values = ({ before, after, step }: Difference) =>
  `${formatLr(after)} instead of ${formatLr(before)} at real step ${formatStep(step)}`;

/** What is assumed of the metrics that drive the schedules, as a sentence after a blank; empty for schedules without. */
export function assumedWords({ assumed }: Sameness): string {
  if (!assumed) return '';
  return ` The validations (${assumed.join(', ')}) are assumed: an improvement after waits of different lengths, with small setbacks between.`;
}

/** How near a converted curve is, in one or more sentences. */
export function samenessWords(sameness: Sameness): string {
  return wordsOf(sameness) + assumedWords(sameness);
}

function wordsOf(sameness: Sameness): string {
  const steps = formatStep(sameness.steps);
  const { nothing } = sameness;
  const but = nothing
    ? `, but for ${formatStep(nothing.count)} where both are next to nothing: ${values(nothing.first)}`
    : '';
  switch (sameness.kind) {
    case 'exact':
      return `The learning rate is the same at all ${steps} real steps${but}.`;
    case 'until-end':
      return `The learning rate is the same up to real step ${formatStep(sameness.until)}, where the schedule ends${but}; after it another one, ${values(sameness.largest)}.`;
    case 'shifted':
      return `The curve is the same, one real step ${sameness.shift > 0 ? 'later' : 'earlier'} (over ${steps} real steps)${but}.`;
    case 'near': {
      const { largest, from } = sameness;
      const rest = from === undefined ? '' : ` From real step ${formatStep(from)} on it is the same${but}.`;
      return `The learning rate is not the same: the largest difference over ${steps} real steps is ${relativeWords(largest)}, ${values(largest)}.${rest}`;
    }
  }
}

/** How near a converted curve is, in a few words for a menu: "the same curve, one real step later". */
export function samenessBriefly(sameness: Sameness): string {
  const { nothing, assumed } = sameness;
  const but = nothing ? ', but for values next to nothing' : '';
  const given = assumed ? ', as far as assumed validations show' : '';
  return `${brieflyOf(sameness)}${but}${given}`;
}

function brieflyOf(sameness: Sameness): string {
  switch (sameness.kind) {
    case 'exact':
      return 'the same curve';
    case 'until-end':
      return `the same curve up to its end at real step ${formatStep(sameness.until)}`;
    case 'shifted':
      return `the same curve, one real step ${sameness.shift > 0 ? 'later' : 'earlier'}`;
    case 'near':
      return `another curve, up to ${relativeWords(sameness.largest)} off`;
  }
}

/** That the curve of `to` is another one than that of `from`, and how far the two are apart, in sentences. */
export function differenceWords(
  from: string,
  to: string,
  sameness: Sameness & { readonly kind: 'near' },
): string {
  const { largest, steps } = sameness;
  const { step, before, after } = largest;
  return `Not the same curve: the nearest conf found, ${to}, has its largest relative difference over ${formatStep(steps)} real steps, ${relativeWords(largest)}, at real step ${formatStep(step)}: ${formatLr(before)} with ${from}, ${formatLr(after)} with ${to.split(' ')[0]}. Nothing is written.${assumedWords(sameness)}`;
}

/** That the curve of `to` is the same with the assumed validations, which proves nothing for others, in sentences. */
export const byChanceWords = (to: string, sameness: Sameness): string =>
  `With ${to}: ${samenessWords(sameness)} Others may part the two, since a metric moves only one of them, or each in its own way. Nothing is written.`;
