/** What became of a line: it stays, goes or comes. */
interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines shown around a change. */
const context = 3;
/** A longer stretch of changed lines is shown as a whole: comparing each with each would take its time. */
const mostCompared = 1000;

/** A text's lines; one without an end of line at the end of the text says so, as in `diff`. */
const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  return lines.at(-1) === ''
    ? lines.slice(0, -1)
    : [...lines.slice(0, -1), `${lines.at(-1) ?? ''}\n\\ No newline at end of file`];
};

/** The changes of the fewest lines, by the longest common subsequence. */
function changes(before: readonly string[], after: readonly string[]): Line[] {
  const gone = before.map((text): Line => ({ kind: '-', text }));
  const come = after.map((text): Line => ({ kind: '+', text }));
  if (before.length === 0 || after.length === 0 || before.length * after.length > mostCompared ** 2)
    return [...gone, ...come];
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: ' ', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: '-', text: left });
      i++;
    } else {
      lines.push({ kind: '+', text: right ?? '' });
      j++;
    }
  }
  return lines;
}

/** All lines of two texts, the common ones once. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const kept = (text: string): Line => ({ kind: ' ', text });
  return [
    ...before.slice(0, head).map(kept),
    ...changes(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(kept),
  ];
}

/** The stretches of lines that hold changes, with what is around them: from and to, the end exclusive. */
function hunks(lines: readonly Line[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  lines.forEach(({ kind }, index) => {
    if (kind === ' ') return;
    const [from, to] = [Math.max(0, index - context), Math.min(lines.length, index + 1 + context)];
    const last = found.at(-1);
    if (last && from <= last.to) last.to = to;
    else found.push({ from, to });
  });
  return found;
}

/**
 * The difference of two texts as `diff -u` writes it, so that `patch` reads it; empty where there is none. `paint` colours
 * a line that goes, comes, or heads a stretch.
 */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  paint: (line: string, kind: '-' | '+' | '@') => string = (line) => line,
): string {
  const lines = compared(linesOf(before), linesOf(after));
  const pieces = hunks(lines).map(({ from, to }) => {
    const piece = lines.slice(from, to);
    const count = (of: readonly Line[], other: Line['kind']) =>
      of.filter(({ kind }) => kind !== other).length;
    const range = (other: Line['kind']) => {
      const length = count(piece, other);
      // An empty side names the line before it.
      const start = count(lines.slice(0, from), other) + (length === 0 ? 0 : 1);
      return length === 1 ? `${start}` : `${start},${length}`;
    };
    const body = piece.map(({ kind, text }) => (kind === ' ' ? ` ${text}` : paint(`${kind}${text}`, kind)));
    return [paint(`@@ -${range('+')} +${range('-')} @@`, '@'), ...body].join('\n');
  });
  if (pieces.length === 0) return '';
  return `${[paint(`--- ${path}`, '-'), paint(`+++ ${path}`, '+'), ...pieces].join('\n')}\n`;
}
