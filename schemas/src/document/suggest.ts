import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `word` is most likely a misspelling of: one that differs in case or separators only, else the
 * nearest within a third of its length. `undefined` when nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // A longer word is no misspelling, and comparing it would take its time.
  if (word.length > 200) return undefined;
  const plain = simplified(word);
  let best: { candidate: string; far: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > word.length) continue;
    const far =
      simplified(candidate) === plain ? 0 : editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (
      far <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)) &&
      (!best || far < best.far)
    )
      best = { candidate, far };
  }
  // One letter is near to every other letter.
  return best && (best.far === 0 || word.length > 1) ? best.candidate : undefined;
}

/** Levenshtein's distance, two swapped letters counting as one mistake. */
function editDistance(word: string, candidate: string): number {
  const far = distance(word, candidate);
  if (far !== 2 || word.length !== candidate.length) return far;
  const at = Array.from(word).findIndex((letter, index) => letter !== candidate[index]);
  return word[at] === candidate[at + 1] && word[at + 1] === candidate[at] ? 1 : far;
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/[-_\s.]/g, '');
}

/** A text shortened for a message: at most 40 characters, on one line. */
export function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 37)}…` : line;
}
