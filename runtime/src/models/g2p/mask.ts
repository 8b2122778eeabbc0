import { FIRST_SYMBOL, MASK, PAD } from '../../data/lexicon.js';
import { uniform01 } from '../../nn/random.js';

/** Share of the letters that are hidden. */
const RATE = 0.15;

/**
 * Hides letters for masked-grapheme prediction: `source` with MASK in place of 15 % of the letters, and `target` with
 * the hidden letters in their places and PAD elsewhere. Which ones follows from the seed and the place; at least one
 * is hidden.
 */
export function hideLetters(source: Int32Array, seed: number): { source: Int32Array; target: Int32Array } {
  const hidden = source.slice();
  const target = new Int32Array(source.length).fill(PAD);
  const hide = (place: number) => {
    target[place] = source[place] ?? PAD;
    hidden[place] = MASK;
  };
  source.forEach((symbol, place) => {
    if (symbol >= FIRST_SYMBOL && uniform01(seed, place) < RATE) hide(place);
  });
  if (target.every((symbol) => symbol === PAD)) {
    const first = source.findIndex((symbol) => symbol >= FIRST_SYMBOL);
    if (first >= 0) hide(first);
  }
  return { source: hidden, target };
}
