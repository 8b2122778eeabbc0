import { distance } from 'fastest-levenshtein';

/** The same but for case and separators. */
const simplified = (word: string) => word.toLowerCase().replace(/[-_\s.]/g, '');
const letters = (word: string) => [...word.toLowerCase()].sort().join('');

/** How far a candidate is from the word: 0 for the same letters in another spelling, 1 for two letters swapped. */
function far(word: string, candidate: string): number {
  if (simplified(candidate) === simplified(word)) return 0;
  // A word cut short: `warmup` for `warmup_steps`.
  if (word.length >= 4 && simplified(candidate).startsWith(simplified(word))) return 1;
  const edits = distance(word.toLowerCase(), candidate.toLowerCase());
  return edits === 2 && letters(word) === letters(candidate) ? 1 : edits;
}

/**
 * The candidate that `word` most likely stands for: one that differs in case or separators only, else the nearest
 * within a third of its length; undefined when nothing is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // A longer word is no misspelling, and comparing it would take its time.
  if (word.length > 200) return undefined;
  let best: { candidate: string; exact: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > 2 * word.length + 1) continue;
    const away = far(word, candidate);
    // Between two equally near ones, the letters' case decides.
    const exact = away + distance(word, candidate) / 1000;
    const limit = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    // One letter is near to every other letter.
    if (away > (word.length > 1 ? limit : 0) || (best && exact >= best.exact)) continue;
    best = { candidate, exact };
  }
  return best?.candidate;
}

/** `one`, `one or two`, `one, two or three`. */
export function listed(names: readonly string[], last = 'or'): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2
    ? (quoted[0] ?? 'none')
    : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}
