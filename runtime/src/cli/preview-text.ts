import type { OptimizerCurve } from '@optim-sches/schemas';
import { isSerious } from './check-text.js';
import { count } from './format/pretty.js';
import type { Output } from './io.js';
import type { Preview } from './preview.js';
import type { PreviewLength } from './preview-length.js';
import { printable } from './printable.js';
import { terminalChart } from './terminal-chart.js';
import { factsTable } from './terminal-chart-table.js';
import { wrapText } from './text-layout.js';

const chartRows = 14;

/** A preview for a person: what is drawn and how far, the chart, the facts, and what the chart cannot say. */
export function previewText(
  main: Preview,
  other: Preview | undefined,
  length: PreviewLength,
  output: Output,
): string {
  const { width, colours, unicode } = output;
  const colour = colours.isColorSupported;
  const chart = terminalChart(main.curve, {
    width,
    height: chartRows,
    colour,
    unicode,
    compare: other?.curve,
    compareLabel: other && printable(other.path),
  });
  const all = other === undefined ? [main] : [main, other];
  const tables = all.map((one) => {
    const table = factsTable(one.curve, { width, colour, unicode });
    return other === undefined ? table : `${colours.bold(printable(one.path))}\n${table}`;
  });
  const notes = all.flatMap((one) => notesOf(one, output));
  const title = [colours.bold(printable(main.path)), ...wrapText(length.reason, width).map(colours.dim)];
  return `${[title.join('\n'), chart, ...tables, ...notes].join('\n\n')}\n`;
}

/** What a curve takes for granted of a metric, and how to say otherwise. */
function assumption({ name, assumed }: OptimizerCurve): string | undefined {
  if (!assumed) return undefined;
  const metric = assumed.metric === undefined ? 'validation loss' : `"${printable(assumed.metric)}"`;
  const follows = `"${printable(name)}" follows the ${metric}`;
  const { improves, validations } = assumed;
  if (validations === 0)
    return `${follows}, and these steps have no validation: give --steps-per-epoch to see it move.`;
  const then =
    improves < validations
      ? `${count(improves, 'validation')} of ${validations}, then flat`
      : `all ${validations} validations`;
  return `${follows}, which only training can tell. Assumed here: it improves for ${then} (--improves N for another guess).`;
}

function notesOf({ path, files, left, curve }: Preview, { width, colours }: Output): string[] {
  const notes: string[] = curve.optimizers.flatMap((one) => assumption(one) ?? []);
  if (left.length > 0) {
    const names = left.map((name) => `"${printable(name)}"`).join(', ');
    notes.push(`Not drawn: ${names}, code of your own, which a preview does not run.`);
  }
  const problems = files.flatMap((file) => file.problems).filter(isSerious).length;
  if (problems > 0) {
    const them = problems === 1 ? 'it' : 'them';
    notes.push(`${count(problems, 'problem')}: optim-sches check ${printable(path)} shows ${them}.`);
  }
  return notes.map((note) => wrapText(note, width).map(colours.yellow).join('\n'));
}
