import { applyEdits, type OptimSchedulerConf } from '@optim-sches/schemas';
import { textEdits } from '../actions/action.js';
import { keepPeakKeys, peakKeys } from '../curve/influence.js';
import { curveAnswer } from '../explain/curve-answer.js';
import type { CurveAnswer, DragAnswer, DragQuestion } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import type { Lever } from './choose-key.js';
import { type Handle, handleOf } from './handles.js';
import { leverFor } from './last-lever.js';
import { niceNumber, type Search, searchNumber, type Tried } from './search.js';
import { numberAt, withNumber } from './with-number.js';
import { numberWriter } from './write-number.js';

/** A point is where it was wanted, as far as anybody sees. */
const near = 0.02;

/** The edit that moves a point of a curve to where it is wanted, with the curves that it gives; or why there is none. */
export function drag(session: Session, analysis: Analysis, question: DragQuestion): DragAnswer {
  const { version } = analysis;
  const answer = changeFor(session, analysis, question);
  return typeof answer === 'string' ? { version, refused: answer } : { version, ...answer };
}

type Change = Omit<Extract<DragAnswer, { readonly key: string }>, 'version'>;

function changeFor(session: Session, analysis: Analysis, question: DragQuestion): Change | string {
  const { optimizer, handle: point, to } = question;
  const one = analysis.config.optimSchedulers.find(({ name }) => name === optimizer);
  if (!one) return `There is no OptimScheduler "${optimizer}".`;
  if (!(to > 0)) return `${to} is not above 0.`;
  const before = answered(analysis, question);
  const own = before.optimizers[optimizer];
  if (!own) return `"${optimizer}" has no curve.`;
  const handle = handleOf(point, analysis, one, before);
  const reachedIn = ({ optimizers }: CurveAnswer) => handle.effectIn(optimizers[optimizer]) ?? Number.NaN;
  const lever = leverFor(session, analysis, one, handle, question);
  if (typeof lever === 'string') return lever;
  const writer = numberWriter(analysis, one, lever.key, {
    now: lever.from.value,
    loader: session.settings.loader,
  });
  if (typeof writer === 'string') return writer;
  const found = numberFor(one, handle, lever, to);
  if (typeof found === 'string') return found;
  const key = lever.key.path.join('.');
  if (found.value === lever.from.value)
    return { key, value: writer.now, reached: reachedIn(before), edits: [], curve: before };
  const { newText, edits } = writer.write(found.value);
  const edited = session.analysisOf(analysis.uri, applyEdits(analysis.text, edits));
  const after = edited.config.optimSchedulers.find(({ name }) => name === optimizer);
  if (!after || numberAt(after, lever.key.path) !== found.value) return `${key} cannot be written here.`;
  keepPeakKeys(edited, after, peakKeys(analysis, one));
  const curve = answered(edited, question);
  const broken = curve.left.find((name) => Object.hasOwn(before.optimizers, name));
  if (broken !== undefined) return `With ${newText} for ${key}, "${broken}" would have errors.`;
  return { key, value: newText, reached: reachedIn(curve), edits: textEdits(analysis, edits), curve };
}

const lengthOf = ({ steps, stepsPerEpoch }: DragQuestion) => ({
  ...(steps === undefined ? {} : { steps }),
  ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
});

function answered(analysis: Analysis, question: DragQuestion): CurveAnswer {
  const { uri, sample, part } = question;
  return curveAnswer(analysis, {
    uri,
    ...lengthOf(question),
    ...part,
    ...(sample === undefined ? {} : { sample }),
  });
}

/** The number that brings the point to `to`; why there is none, as a sentence. */
function numberFor(one: OptimSchedulerConf, handle: Handle, lever: Lever, to: number): Tried | string {
  const { key, from, whole, slope } = lever;
  let refused: string | undefined;
  const search: Search = {
    from,
    target: to,
    slope,
    whole,
    effectOf(number) {
      const changed = withNumber(one, key.path, number);
      if (typeof changed !== 'string') return handle.effectOf(changed);
      refused = changed;
      return undefined;
    },
  };
  const exact = searchNumber(search);
  const nice = niceNumber(exact, search);
  const misses = ({ effect }: Tried) => Math.abs(effect - to);
  const unit = whole
    ? Math.abs((search.effectOf(nice.value + Math.sign(to - nice.effect)) ?? nice.effect) - nice.effect)
    : 0;
  if (misses(exact) > Math.max(near * to, handle.grain, unit))
    return refused ?? `${key.path.at(-1)} cannot bring ${handle.what} to ${Number(to.toPrecision(3))}.`;
  // What was rounded to the same number has not been moved.
  return niceNumber(from, search).value === nice.value ? from : nice;
}
