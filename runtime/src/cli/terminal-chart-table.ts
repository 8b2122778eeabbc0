import { type Curve, formatLr, type OptimizerCurve, stepInWords } from '@optim-sches/schemas';
import pc from 'picocolors';
import { printable } from './printable.js';
import { cut, padEnd } from './terminal-chart-text.js';
import { wrapText } from './text-layout.js';
import { textWidth } from './text-width.js';

/** How the table of facts is written. */
export interface FactsTableOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Default true; false writes ASCII alone. */
  readonly unicode?: boolean | undefined;
}

const headings = ['optimizer', 'schedule', 'peak', 'first', 'last', 'warm-up ends'] as const;

function cells(optimizer: OptimizerCurve, curve: Curve): string[] {
  const { peak, first, last, warmupEnd } = optimizer.facts;
  return [
    printable(optimizer.name),
    printable(`${optimizer.type}, ${optimizer.optimType}`),
    peak.lr > Number.NEGATIVE_INFINITY ? `${formatLr(peak.lr)} at ${stepInWords(peak.step, curve)}` : '-',
    formatLr(first),
    formatLr(last),
    warmupEnd
      ? stepInWords(warmupEnd.step, curve) + (warmupEnd.step > curve.steps ? ', not reached' : '')
      : '-',
  ];
}

/**
 * The facts of every optimizer's learning rate: a table with one line each, or one block each where the table would be wider than
 * the terminal.
 */
export function factsTable(curve: Curve, options: FactsTableOptions): string {
  const colour = pc.createColors(options.colour);
  const unicode = options.unicode ?? true;
  if (curve.optimizers.length === 0) return '';
  const rows = curve.optimizers.map((optimizer) => cells(optimizer, curve));
  const widths = headings.map((heading, i) =>
    Math.max(textWidth(heading), ...rows.map((row) => textWidth(row[i] ?? ''))),
  );
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * (headings.length - 1);
  if (total <= options.width) {
    const line = (row: readonly string[]) =>
      row
        .map((cell, i) => padEnd(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd();
    const body = rows.map(([name = '', ...rest]) => {
      const shown = line([name, ...rest]);
      return colour.bold(shown.slice(0, name.length)) + shown.slice(name.length);
    });
    return [colour.dim(line(headings)), ...body].join('\n');
  }
  const label = Math.max(...headings.slice(2).map((heading) => heading.length));
  const blocks = rows.map(([name = '', schedule = '', ...rest]) => {
    const shownName = cut(name, Math.max(8, options.width - 2), unicode);
    const room = options.width - textWidth(shownName) - 2;
    const title =
      room >= 12 ? `${colour.bold(shownName)}  ${cut(schedule, room, unicode)}` : colour.bold(shownName);
    const facts = rest.flatMap((fact, i) =>
      wrapText(fact, Math.max(12, options.width - label - 4)).map(
        (line, part) => `  ${colour.dim(padEnd(part === 0 ? (headings[i + 2] ?? '') : '', label))}  ${line}`,
      ),
    );
    return [title, ...facts].join('\n');
  });
  return blocks.join('\n');
}
