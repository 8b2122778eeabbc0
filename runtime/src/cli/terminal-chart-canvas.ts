import type { CurvePoint as Point } from '@optim-sches/schemas';

/** Paints a text, as picocolors does. */
export type Paint = (text: string) => string;

/** A character of the chart and how it is painted; a dot pattern while it is part of a line. */
interface Cell {
  dots: number;
  text: string | undefined;
  paint: Paint | undefined;
}

/** A rectangle of terminal cells on which lines are drawn in dots and texts in characters. */
export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  /** Dots in one cell. */
  readonly dots: { readonly x: number; readonly y: number };
  /** Draws a line through points given in dots. What was drawn first stays on top. */
  line(points: readonly Point[], glyph: string, paint: Paint, dashed: boolean): void;
  /** Writes characters over whatever is there. */
  write(row: number, column: number, text: string, paint: Paint): void;
  /** Writes characters only where nothing is. */
  behind(row: number, column: number, text: string, paint: Paint): void;
  isFree(row: number, column: number, length: number): boolean;
  /** The first row from the top in which a line passes a column. */
  rowOfLine(column: number, points: readonly Point[]): number | undefined;
  lines(): string[];
}

// The bits of the dots of a braille character, by row and column.
const braille = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** An empty canvas; lines are drawn in braille dots, or in the glyph they are given where `unicode` is false. */
export function canvas(columns: number, rows: number, unicode: boolean): Canvas {
  const dots = unicode ? { x: 2, y: 4 } : { x: 1, y: 1 };
  const cells: Cell[][] = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ dots: 0, text: undefined, paint: undefined })),
  );
  const cellAt = (row: number, column: number) => cells[row]?.[column];

  function dot(x: number, y: number, glyph: string, paint: Paint) {
    const cell = cellAt(Math.floor(y / dots.y), Math.floor(x / dots.x));
    if (!cell) return;
    if (unicode) cell.dots |= braille[y % 4]?.[x % 2] ?? 0;
    else cell.text ??= glyph;
    cell.paint ??= paint;
  }

  /** Every dot of a line (Bresenham). */
  function trace(points: readonly Point[], visit: (x: number, y: number) => void) {
    const at = (point: Point) => [Math.round(point.x), Math.round(point.y)] as const;
    points.forEach((point, i) => {
      const [toX, toY] = at(point);
      let [x, y] = at(points[Math.max(0, i - 1)] ?? point);
      const dx = Math.abs(toX - x);
      const dy = -Math.abs(toY - y);
      let error = dx + dy;
      visit(x, y);
      while (x !== toX || y !== toY) {
        const twice = 2 * error;
        if (twice >= dy) {
          error += dy;
          x += Math.sign(toX - x);
        }
        if (twice <= dx) {
          error += dx;
          y += Math.sign(toY - y);
        }
        visit(x, y);
      }
    });
  }

  return {
    columns,
    rows,
    dots,
    line(points, glyph, paint, dashed) {
      let drawn = 0;
      trace(points, (x, y) => {
        if (!dashed || drawn++ % 4 < 2) dot(x, y, glyph, paint);
      });
    },
    write(row, column, text, paint) {
      [...text].forEach((char, i) => {
        const cell = cellAt(row, column + i);
        if (cell) Object.assign(cell, { text: char, paint });
      });
    },
    behind(row, column, text, paint) {
      const cell = cellAt(row, column);
      if (cell && cell.dots === 0 && cell.text === undefined) Object.assign(cell, { text, paint });
    },
    isFree(row, column, length) {
      for (let i = 0; i < length; i++) {
        const cell = cellAt(row, column + i);
        if (cell?.dots !== 0 || cell.text !== undefined) return false;
      }
      return true;
    },
    rowOfLine(column, points) {
      let top: number | undefined;
      trace(points, (x, y) => {
        const row = Math.floor(y / dots.y);
        if (Math.floor(x / dots.x) === column && (top === undefined || row < top)) top = row;
      });
      return top;
    },
    lines: () =>
      cells.map((row) => {
        // Neighbours of one colour are painted together.
        let line = '';
        let run = '';
        let paint: Paint | undefined;
        for (const cell of row) {
          if (cell.paint !== paint) {
            line += paint && run ? paint(run) : run;
            run = '';
            paint = cell.paint;
          }
          run += cell.text ?? (cell.dots === 0 ? ' ' : String.fromCharCode(0x2800 + cell.dots));
        }
        return line + (paint && run ? paint(run) : run.trimEnd());
      }),
  };
}
