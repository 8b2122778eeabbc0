import { configCurve } from '../curve/config-curve.js';
import type { Curve } from '../curve/curve.js';
import { formatEpoch, formatLr, formatStep } from '../curve/picture/format.js';
import { hasEpochs } from '../curve/picture/series.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { exampleConfig, exampleCurve } from './example.js';
import { familyOf } from './families.js';

/** What the picture of an example shows: `9,000 real steps, 90 epochs of 100`. */
export function exampleLength({ steps, stepsPerEpoch }: Curve): string {
  const all = `${formatStep(steps)} real steps`;
  return hasEpochs({ steps, stepsPerEpoch, optimizers: [] })
    ? `${all}, ${formatEpoch(steps / stepsPerEpoch)} epochs of ${formatStep(stepsPerEpoch)}`
    : all;
}

/** What a curve does after the real step `end`, told from as many steps again. */
function after(entry: Scheduler, end: number): string {
  const stepsPerEpoch = entry.example.stepsPerEpoch;
  const [curve] = configCurve(exampleConfig(entry), {
    steps: 2 * end,
    ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
    sample: Math.min(2 * end, 20_000),
  }).optimizers;
  const later = [...(curve?.lr ?? [])].filter((_, i) => (curve?.steps[i] ?? 0) > end);
  const last = later.at(-1);
  if (last === undefined) return '';
  if (later.some((lr) => !Number.isFinite(lr))) return 'after it there is no learning rate';
  // The first points may still belong to the schedule: some count their end from 0.
  const settled = later.slice(2);
  if (settled.every((lr) => lr === last)) return `after it the learning rate stays at ${formatLr(last)}`;
  const falls = settled.every((lr, i) => i === 0 || lr <= (settled[i - 1] ?? lr));
  const rises = settled.every((lr, i) => i === 0 || lr >= (settled[i - 1] ?? lr));
  const goesOn = falls ? 'goes on falling' : rises ? 'rises' : 'goes up and down';
  return `after it the learning rate ${goesOn}, to ${formatLr(last)} at real step ${formatStep(2 * end)}`;
}

/** Where a schedule begins, warms up and ends, and when it moves on: sentences about its example, computed from it. */
export function scheduleNotes(entry: Scheduler): string[] {
  const notes: string[] = [];
  const { example } = entry;
  const conf = entry.conf.parse(example.conf);
  const curve = exampleCurve(entry);
  const [optimizer] = curve.optimizers;
  if (optimizer) {
    const { first, peak, last, warmupEnd } = optimizer.facts;
    const atPeak = peak.lr === first && peak.step === 1;
    notes.push(
      first === 0
        ? `The first update has learning rate 0 and moves no weight; the last one of the example has ${formatLr(last)}.`
        : `The first update has ${formatLr(first)}${atPeak ? ', the highest learning rate' : ''}; the last one of the example has ${formatLr(last)}.`,
    );
    if (warmupEnd) {
      const ends = `The warm-up ends at real step ${formatStep(warmupEnd.step)}`;
      const top = `the peak of ${formatLr(peak.lr)}`;
      const elsewhere = atPeak ? '' : `; ${top} is at real step ${formatStep(peak.step)}`;
      notes.push(`${ends}${peak.step === warmupEnd.step ? `, at ${top}` : elsewhere}.`);
    }
  }
  const end = entry.end?.(conf);
  if (end) {
    const step = end.unit === 'epochs' ? end.at * (example.stepsPerEpoch ?? example.steps) : end.at;
    const what = step > 0 && Number.isSafeInteger(step) && step <= 1e7 ? after(entry, step) : '';
    const unit = end.unit === 'epochs' ? 'epoch' : 'real step';
    notes.push(
      `In the example \`${end.key}\` ends the schedule at ${unit} ${formatStep(end.at)}${what && `; ${what}`}.`,
    );
  }
  const ignored = entry.ignoresLr?.(conf);
  if (ignored) notes.push(`\`optim_conf.lr\` has no effect: ${ignored}`);
  const driving = entry.metric?.(conf);
  if (driving) {
    const assumed = optimizer?.assumed;
    const guess = assumed
      ? ` The picture assumes that it improves for ${assumed.improves} of ${assumed.validations} validations, then stays as it is.`
      : '';
    notes.push(
      `A validation metric drives it: ${driving.name ? `\`${driving.name}\`` : 'the sum of the losses on the validation data'}, ${driving.mode === 'min' ? 'lower' : 'higher'} is better.${guess}`,
    );
  }
  const unit = entry.warmupEpochs?.(conf) === undefined ? 'real step' : 'epoch';
  const warms = optimizer?.facts.warmupEnd ? ` The warm-up moves on with every ${unit}.` : '';
  const byMetric = `Each validation hands its metric to the schedule.${warms}`;
  notes.push(`Stepping: ${driving ? byMetric : familyOf(entry).stepping}`);
  return notes;
}
