import type { Config } from '../config/config.js';
import type { Problem } from '../problem.js';

/** After these the values that follow are a guess. */
const breaking = new Set(['optim/yaml-syntax', 'optim/yaml-tab', 'optim/yaml-conflict-marker']);

/**
 * Whether a problem says that a key is missing where the YAML is broken: most likely it stands there, unread, and the broken
 * text is the one mistake. Answers for the part of the file that optim_sches is in, from its top-level key to the next one.
 */
export function isMissingInBrokenPart({ block, document }: Config): (problem: Problem) => boolean {
  const { text, problems } = document;
  const broken = problems.filter(({ code }) => breaking.has(code));
  if (!block || broken.length === 0) return () => false;
  const topLevel = /^[^\s#]/gm;
  let start = 0;
  let end = text.length;
  for (const { index } of text.matchAll(topLevel)) {
    if (index <= block.keySpan.start) start = index;
    else {
      end = index;
      break;
    }
  }
  const within = (at: number) => start <= at && at <= end;
  if (!broken.some(({ span }) => within(span.start))) return () => false;
  return ({ code, span }) => code === 'optim/missing-key' && within(span.start);
}
