import type { Entry } from '../../data/lexicon.js';

/** Insertions, deletions and substitutions that turn one list into the other (Levenshtein 1966). */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((symbol, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      const replaced = (row[j] ?? 0) + (symbol === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
  });
  return row[b.length] ?? 0;
}

export interface Score {
  /** Phoneme error rate: edits per phone of the closest reference, in percent. */
  readonly per: number;
  /** Word error rate: words that equal none of their references, in percent. */
  readonly wer: number;
}

/** The pronunciation of the entry that is closest to the predicted one, the first of several. */
export function closest(
  predicted: readonly string[],
  { pronunciations }: Entry,
): { reference: readonly string[]; edits: number } {
  const candidates = pronunciations.map((reference) => ({
    reference,
    edits: editDistance(predicted, reference),
  }));
  return candidates.reduce((best, each) => (each.edits < best.edits ? each : best));
}

/** Scores predictions, one for each entry, against the closest pronunciation of each. */
export function score(entries: readonly Entry[], predictions: readonly (readonly string[])[]): Score {
  let edits = 0;
  let phones = 0;
  let wrong = 0;
  entries.forEach((entry, index) => {
    const best = closest(predictions[index] ?? [], entry);
    edits += best.edits;
    phones += best.reference.length;
    if (best.edits > 0) wrong += 1;
  });
  return { per: (100 * edits) / phones, wer: (100 * wrong) / entries.length };
}
