import type { Config } from '../config/config.js';
import type { Span } from '../document/value.js';
import type { Problem } from '../problem.js';

/** After these the values that follow are a guess. */
const breaking = new Set(['optim/yaml-syntax', 'optim/yaml-tab', 'optim/yaml-conflict-marker']);

/**
 * Whether a problem may come of broken YAML alone, which is the one mistake then: a key that is missing or a curve that is not as
 * meant in an OptimScheduler that could not be read as written, and whatever the lines say that follow the broken one, as
 * deep as it or deeper.
 */
export function comesOfBrokenYaml(
  config: Config,
  aboutCurve: ReadonlySet<string>,
): (problem: Problem) => boolean {
  const { text, problems } = config.document;
  const broken = problems.filter(({ code }) => breaking.has(code)).map(({ span }) => span.start);
  if (broken.length === 0) return () => false;
  const guessed = broken.map((start) => guessedFrom(text, start));
  const parts = partsOf(config);
  const isIn = (at: number, { start, end }: Span) => start <= at && at <= end;
  const hasBroken = (part: Span) => broken.some((at) => isIn(at, part));
  const anyBroken = parts.some(hasBroken);
  return ({ code, span }) => {
    // The modules of one that could not be read are not known.
    if (anyBroken && code === 'optim/overlapping-modules') return true;
    if (guessed.some((part) => isIn(span.start, part))) return true;
    if (code !== 'optim/missing-key' && !aboutCurve.has(code)) return false;
    const part = parts.find((one) => isIn(span.start, one));
    return part !== undefined && hasBroken(part);
  };
}

/** From a broken place to the next line that is not as deep as its own. */
function guessedFrom(text: string, start: number): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0;
  const shallower = new RegExp(`^[ \\t]{0,${Math.max(0, indent - 1)}}[^ \\t\\r\\n#]`, 'gm');
  shallower.lastIndex = start;
  // At the left margin the next line of any kind is another matter.
  const next = indent === 0 ? text.indexOf('\n', start) : shallower.exec(text)?.index;
  return { start, end: next === undefined || next < 0 ? text.length : next - 1 };
}

/** The stretches of the text of which each has its own mistakes: the OptimSchedulers with names, else all of the block. */
function partsOf({ block, document, optimSchedulers }: Config): Span[] {
  const { text } = document;
  const names = optimSchedulers.flatMap(({ nameSpan }) => nameSpan?.start ?? []).sort((a, b) => a - b);
  const starts = names.length > 0 ? names : block ? [block.keySpan.start] : [];
  const last = starts.at(-1);
  if (last === undefined) return [];
  const topLevel = /^[^\s#]/gm;
  topLevel.lastIndex = last + 1;
  const ends = [...starts.slice(1).map((start) => start - 1), topLevel.exec(text)?.index ?? text.length];
  return starts.map((start, index) => ({ start, end: ends[index] ?? text.length }));
}
