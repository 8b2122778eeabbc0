import {
  assumedWords,
  brokenText,
  type CurveSeries,
  curveSeries,
  type Experiment,
  formatLr,
  formatStep,
  isConstantCurve,
  stepInWords,
} from '@optim-sches/schemas';
import type { Preview } from './preview.js';

/** The facts of each curve in words, shortest form first said: what is highest, where, and how it ends. */
export function factWords({
  curve,
}: Preview): { readonly name: string; readonly facts: readonly string[] }[] {
  return curveSeries(curve).map((series) => ({ name: series.optimizer.name, facts: factsOf(series, curve) }));
}

function factsOf(series: CurveSeries, curve: Preview['curve']): string[] {
  const { optimizer, peak } = series;
  const { firstUpdate, last, warmupEnd } = optimizer.facts;
  const end = optimizer.steps.at(-1) ?? curve.steps;
  const facts: string[] = [];
  if (peak && isConstantCurve(series))
    facts.push(peak.lr === 0 ? 'always 0' : `constant ${formatLr(peak.lr)}`);
  else if (peak) facts.push(`peak ${formatLr(peak.lr)} at ${stepInWords(peak.step, curve)}`);
  if (warmupEnd)
    facts.push(
      `warm-up ends at ${stepInWords(warmupEnd.step, curve)}${warmupEnd.step > curve.steps ? ', after the last step' : ''}`,
    );
  if (firstUpdate !== undefined) facts.push(`first update at step ${formatStep(firstUpdate)}`);
  if (peak && !isConstantCurve(series)) facts.push(`last ${formatLr(last)} at ${stepInWords(end, curve)}`);
  const broken = brokenText(series);
  if (broken) facts.push(broken);
  return facts;
}

/** What the experiment around the optimizers does to their learning rates, as sentences. */
export function experimentNotes({ accumGrad, ftFactor }: Experiment): string[] {
  return [
    ...(accumGrad === 1
      ? []
      : [`Every ${accumGrad} steps make one real step (accum_grad), which schedules count.`]),
    ...(ftFactor === 1 ? [] : [`ft_factor ${ftFactor} multiplies every learning rate.`]),
  ];
}

/** What a reader must know of the curves beside their facts, as sentences. */
export function previewNotes({ curve, length, left, cut, cutAt }: Preview): string[] {
  const notes = [
    `Over ${length.what}${length.unknown ? `: ${missing[length.unknown]}` : ''}.`,
    ...curveSeries(curve).flatMap((series) => {
      const [assumed] = assumedWords(series);
      return assumed ? [`${named(series, curve)}${assumed}; only training can tell.`] : [];
    }),
  ];
  if (cut.length > 0)
    notes.push(
      `${cut.join(', ')}: the first ${formatStep(cutAt)} steps, since this schedule has to be walked step by step.`,
    );
  for (const one of left)
    notes.push(
      one.type !== undefined && one.scheduler === undefined
        ? `${one.name} is not drawn: "${one.type}" is no schedule that is known here, and code of your own is not run.`
        : `${one.name} is not drawn: its configuration has errors.`,
    );
  return notes;
}

const named = ({ optimizer }: CurveSeries, { optimizers }: Preview['curve']) =>
  optimizers.length > 1 ? `${optimizer.name}: ` : '';

const missing = {
  'steps per epoch':
    'how many steps an epoch has is not known (setting optimSches.stepsPerEpoch, or batches_per_epoch of the data)',
  epochs: 'num_epochs is not written',
} as const;
