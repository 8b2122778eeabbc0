// Widths in em of DejaVu Sans and Verdana, the widest of the usual system fonts: a label that fits by
// this measure fits in every font that a reader is likely to have.
const classes: readonly (readonly [chars: RegExp, em: number])[] = [
  [/^[mwMW@%]/u, 1],
  [/^[ijlI|.,:;'!`]/u, 0.4],
  [/^[ftr()[\]{}/\\ "*-]/u, 0.46],
  [/^[a-z]/u, 0.64],
  [/^[0-9]/u, 0.637],
  [/^[A-Z&]/u, 0.79],
  [/^[\x20-\x7e]/u, 0.84],
  [/^\p{M}/u, 0.3],
  [/^\p{Cf}/u, 0],
  [/^[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}…·–—×≤]/u, 1],
];
// Ideographs are 1 em, emoji more.
const wideEm = 1.4;
const known = new Map<string, number>();

function charEm(char: string): number {
  let em = known.get(char);
  if (em === undefined) {
    em = classes.find(([chars]) => chars.test(char))?.[1] ?? wideEm;
    if (known.size < 2000) known.set(char, em);
  }
  return em;
}

/** How heavy a text is drawn: semi-bold letters are wider. */
export type Weight = 'normal' | 'bold';

/** An upper estimate of the width of `text` in pixels, drawn in a sans-serif system font of `size` pixels. */
export function textWidth(text: string, size: number, weight: Weight = 'normal'): number {
  let em = 0;
  for (const char of text) em += charEm(char);
  return em * size * (weight === 'bold' ? 1.12 : 1);
}

// A name is user input: nobody reads more of it than this, and a megabyte of it must not be measured.
const longest = 200;

/** The first of `parts` that together fit into `width`. */
function fitting(parts: readonly string[], width: number, size: number, weight: Weight): string[] {
  let used = 0;
  const end = parts.findIndex((part) => {
    used += textWidth(part, size, weight);
    return used > width;
  });
  return end < 0 ? [...parts] : parts.slice(0, end);
}

/**
 * `text` on one line, cut to `width` pixels with `…` where it is longer; empty when nothing fits. `middle` cuts there instead of
 * at the end: names often differ in their last letters.
 */
export function ellipsize(
  text: string,
  width: number,
  size: number,
  weight: Weight = 'normal',
  cutAt: 'end' | 'middle' = 'end',
): string {
  const oneLine = (part: string) => part.replace(/\s+/g, ' ').trim();
  if (text.length <= longest && textWidth(oneLine(text), size, weight) <= width) return oneLine(text);
  const room = width - textWidth('…', size, weight);
  if (room < 0) return '';
  const segments = (part: string) => [...new Intl.Segmenter().segment(part)].map(({ segment }) => segment);
  const tail =
    cutAt === 'end'
      ? ''
      : fitting(segments(oneLine(text.slice(-longest))).reverse(), room / 3, size, weight)
          .reverse()
          .join('');
  const head = fitting(
    segments(oneLine(text.slice(0, longest))),
    room - textWidth(tail, size, weight),
    size,
    weight,
  );
  return `${head.join('').trimEnd()}…${tail.trimStart()}`;
}
