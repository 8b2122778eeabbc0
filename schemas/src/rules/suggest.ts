import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `word` most likely stands for: the same but for case and separators, or few letters away
 * (a third of its length at most); undefined when nothing is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_\-.]/g, '');
  let best: { candidate: string; score: number } | undefined;
  for (const candidate of candidates) {
    const score =
      plain(word) === plain(candidate) ? 0.5 : distance(word.toLowerCase(), candidate.toLowerCase());
    if (score <= Math.max(1, Math.floor(Math.max(word.length, 4) / 3)) && (!best || score < best.score))
      best = { candidate, score };
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
