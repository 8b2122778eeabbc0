/** A place in a text as editors count it: line and UTF-16 character, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets into lines and characters and back. */
export interface LineIndex {
  readonly lineCount: number;
  /** The position of an offset; offsets outside the text give its first or last position. */
  position(offset: number): Position;
  /** The offset of a position; one past the end of a line gives the end of that line. */
  offset(position: Position): number;
  /** The text of a line without its line break; `''` for a line that does not exist. */
  lineText(line: number): string;
}

/** Where the lines of `text` begin. `\n`, `\r\n` and a lone `\r` end a line, as in the Language Server Protocol. */
export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const startOf = (line: number): number => starts[line] ?? text.length;

  function endOf(line: number): number {
    let end = line + 1 < starts.length ? startOf(line + 1) : text.length;
    const start = startOf(line);
    while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
    return end;
  }

  return {
    lineCount: starts.length,
    position(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: at - startOf(low) };
    },
    offset({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(startOf(line) + Math.max(0, character), endOf(line));
    },
    lineText(line) {
      return line < 0 || line >= starts.length ? '' : text.slice(startOf(line), endOf(line));
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const breaks = /\r\n|\n|\r/g;
  while (breaks.exec(text) !== null) starts.push(breaks.lastIndex);
  return starts;
}
