import type { CurveFacts, OptimSchedulerConf } from '@optim-sches/schemas';
import type { Range } from 'vscode-languageserver';
import { peakKeys, type SettingKey, warmupKeys } from '../curve/influence.js';
import { type Preview, previewOf } from '../curve/preview.js';
import { previewNotes } from '../curve/words.js';
import type { Analysis } from '../session/analysis.js';
import { valueWords } from '../text/value-words.js';

/** What is asked of `optimSches.curve`. */
export interface CurveQuestion {
  readonly uri: string;
  /** The version that the client shows; another one is refused. */
  readonly version?: number;
  readonly steps?: number;
  readonly stepsPerEpoch?: number;
  /** Points of each curve, at most. */
  readonly sample?: number;
  /** The name of one OptimScheduler; default: all of them. */
  readonly optimizer?: string;
}

/** A value that sets the peak or the end of the warm-up, so that a client can change it. */
export interface SettingPlace {
  /** From the OptimScheduler on: `conf.warmup_steps`. */
  readonly key: string;
  /** As written; absent where the default is in force. */
  readonly value?: string;
  /** Where it was written: behind a `!ref` or an alias, there. Absent for a default, and in another file. */
  readonly range?: Range;
}

/** JSON has no infinity and no NaN: they are these texts. */
type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface CurveAnswer {
  readonly version: number;
  /** Steps drawn, those of one epoch, and where the length comes from. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly length: string;
  readonly optimizers: Readonly<Record<string, unknown>>;
  /** OptimSchedulers without a curve. */
  readonly left: readonly string[];
  /** What a reader must know, as sentences. */
  readonly notes: readonly string[];
}

const usualSample = 2000;
const mostSample = 100_000;
/** Someone waits, and the editor with them: a second or two at most. */
const mostWalked = 2_000_000;

const jsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber);

const jsonFacts = (facts: CurveFacts): unknown =>
  JSON.parse(JSON.stringify(facts, (_, value) => (typeof value === 'number' ? jsonNumber(value) : value)));

/** The numbers of a file's curves, as `optim-sches preview --json --sample` writes them, with the places that set them. */
export function curveAnswer(analysis: Analysis, question: CurveQuestion): CurveAnswer {
  const { steps, stepsPerEpoch, sample = usualSample, optimizer } = question;
  const { optimSchedulers } = analysis.config;
  const asked =
    optimizer === undefined ? optimSchedulers : optimSchedulers.filter(({ name }) => name === optimizer);
  const preview = previewOf(analysis, asked, {
    ...(steps === undefined ? {} : { steps }),
    ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
    sample: Math.min(sample, mostSample),
    mostWalked,
  });
  const { curve, length, left } = preview;
  return {
    version: analysis.version,
    steps: curve.steps,
    stepsPerEpoch: curve.stepsPerEpoch,
    length: length.what,
    optimizers: optimizersOf(analysis, preview),
    left: left.map(({ name }) => name),
    notes: previewNotes(preview),
  };
}

function optimizersOf(analysis: Analysis, { curve }: Preview): Record<string, unknown> {
  const byName = new Map(analysis.config.optimSchedulers.map((one) => [one.name, one]));
  const answer: Record<string, unknown> = Object.create(null);
  for (const { name, type, optimType, steps, lr, facts, assumed } of curve.optimizers) {
    const one = byName.get(name);
    answer[name] = {
      type,
      optimType,
      steps: Array.from(steps),
      lr: Array.from(lr, jsonNumber),
      facts: jsonFacts(facts),
      ...(assumed ? { assumed } : {}),
      ...(one ? { sets: setsOf(analysis, one) } : {}),
    };
  }
  return answer;
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
