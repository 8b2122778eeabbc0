import type { AssumedMetric, CurveFacts, OptimSchedulerConf, Span } from '@optim-sches/schemas';
import { examplesPerStep } from '../curve/examples-per-step.js';
import { experimentOf } from '../curve/experiment-of.js';
import { peakKeys, type SettingKey, warmupKeys } from '../curve/influence.js';
import { type Preview, previewOf } from '../curve/preview.js';
import { previewNotes } from '../curve/words.js';
import type {
  CurveAnswer,
  CurveQuestion,
  CurveFacts as JsonFacts,
  JsonNumber,
  OptimizerAnswer,
  SettingPlace,
} from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import { valueWords } from '../text/value-words.js';

const usualSample = 2000;
const mostSample = 100_000;
/** Someone waits, and the editor with them: a second or two at most. */
const mostWalked = 2_000_000;

const jsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber);

/** Lists made of numbers: a curve that is drawn again and again is the same object. */
function listing<T>(convert: (value: number) => T): (numbers: Float64Array) => readonly T[] {
  const lists = new WeakMap<Float64Array, readonly T[]>();
  return (numbers) => {
    const known = lists.get(numbers);
    if (known) return known;
    const list: T[] = [];
    for (let at = 0; at < numbers.length; at++) list.push(convert(numbers[at] ?? Number.NaN));
    lists.set(numbers, list);
    return list;
  };
}

const stepList = listing((step) => step);
const lrList = listing(jsonNumber);

const jsonFacts = (facts: CurveFacts): JsonFacts =>
  JSON.parse(JSON.stringify(facts, (_, value) => (typeof value === 'number' ? jsonNumber(value) : value)));

/** The numbers of a file's curves, as `optim-sches preview --json --sample` writes them, with the places that set them. */
export function curveAnswer(analysis: Analysis, question: CurveQuestion): CurveAnswer {
  const { steps, stepsPerEpoch, sample = usualSample, from, to, optimizer } = question;
  const { optimSchedulers, experiment } = analysis.config;
  const asked =
    optimizer === undefined ? optimSchedulers : optimSchedulers.filter(({ name }) => name === optimizer);
  const preview = previewOf(analysis, asked, {
    ...(steps === undefined ? {} : { steps }),
    ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
    sample: Math.min(sample, mostSample),
    from,
    to,
    mostWalked,
  });
  const { curve, length, left } = preview;
  const examples = examplesPerStep(analysis.experimentDocument.root);
  const experimentUri = experimentOf(analysis);
  return {
    version: analysis.version,
    steps: curve.steps,
    stepsPerEpoch: curve.stepsPerEpoch,
    length: length.what,
    ...(length.unknown === undefined ? {} : { unknown: length.unknown }),
    ...(examples === undefined ? {} : { examplesPerStep: examples }),
    accumGrad: experiment.accumGrad,
    ftFactor: experiment.ftFactor,
    ...(experiment.numEpochs === undefined ? {} : { numEpochs: experiment.numEpochs }),
    ...(experimentUri === undefined ? {} : { experimentUri }),
    optimizers: optimizersOf(analysis, preview),
    left: left.map(({ name }) => name),
    notes: previewNotes(preview),
  };
}

function optimizersOf(analysis: Analysis, { curve }: Preview): Record<string, OptimizerAnswer> {
  const byName = new Map(analysis.config.optimSchedulers.map((one) => [one.name, one]));
  const answer: Record<string, OptimizerAnswer> = Object.create(null);
  for (const { name, type, optimType, steps, lr, facts, assumed } of curve.optimizers) {
    const one = byName.get(name);
    answer[name] = {
      type,
      optimType,
      ...(one && !analysis.config.linked ? { range: analysis.range(spanOf(analysis, one)) } : {}),
      steps: stepList(steps),
      lr: lrList(lr),
      facts: jsonFacts(facts),
      ...(assumed ? { assumed: assumedOf(assumed) } : {}),
      ...(one ? { sets: setsOf(analysis, one) } : {}),
    };
  }
  return answer;
}

const assumedOf = ({ metric, improves, validations }: AssumedMetric) => ({
  ...(metric === undefined ? {} : { metric }),
  improves,
  validations,
});

/** From the name (or the key of a block that is one OptimScheduler) to the end. */
function spanOf({ config, text }: Analysis, { nameSpan, node }: OptimSchedulerConf): Span {
  const start = (nameSpan ?? config.block?.keySpan ?? node.span).start;
  return { start, end: start + text.slice(start, node.span.end).trimEnd().length };
}

function setsOf(analysis: Analysis, one: OptimSchedulerConf) {
  const place = ({ path, value }: SettingKey): SettingPlace => {
    const key = path.join('.');
    if (!value) return { key };
    const written = { key, value: valueWords(value) };
    return analysis.config.linked
      ? written
      : { ...written, range: analysis.range(value.source ?? value.span) };
  };
  return { peak: peakKeys(analysis, one).map(place), warmup: warmupKeys(one).map(place) };
}
