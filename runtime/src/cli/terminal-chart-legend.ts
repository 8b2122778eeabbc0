import { brokenText, stepInWords } from '@optim-sches/schemas';
import type { Paint } from './terminal-chart-canvas.js';
import type { Chart, TerminalChartOptions } from './terminal-chart-model.js';
import { cut } from './terminal-chart-text.js';
import { textWidth } from './text-width.js';

/** The lines below the chart: who is who, where warm-ups end, and what cannot be drawn. */
export function legend(chart: Chart, width: number, options: TerminalChartOptions): string[] {
  const { series, curve, glyphs, colour } = chart;
  const own = series.filter((one) => !one.compared);
  const entries = own.map((one) => {
    const name = cut(one.optimizer.name, Math.min(32, width - 4), options.unicode);
    const details = cut(
      `${one.optimizer.type}, ${one.optimizer.optimType}`,
      width - 4 - textWidth(name),
      options.unicode,
    );
    return {
      text: `${chart.glyph(one)} ${name} ${details}`,
      shown: `${chart.paint(one)(chart.glyph(one))} ${colour.bold(name)} ${colour.dim(details)}`,
    };
  });
  const more = curve.optimizers.length - own.length;
  if (more > 0) entries.push({ text: `and ${more} more`, shown: colour.dim(`and ${more} more`) });
  if (options.compare) {
    const names = new Set(own.map((one) => one.optimizer.name));
    const label = cut(options.compareLabel ?? 'compared', width - 6, options.unicode);
    const dashes = (text: string, paint: Paint) => {
      entries.push({ text: `${glyphs.compared} ${text}`, shown: `${paint(glyphs.compared)} ${text}` });
    };
    const others = series.filter((one) => one.compared);
    // One entry for all that share a name, and so a colour, with an optimizer above.
    if (others.some((one) => names.has(one.optimizer.name))) dashes(label, (text) => text);
    for (const one of others)
      if (!names.has(one.optimizer.name))
        dashes(cut(`${one.optimizer.name}, ${label}`, width - 6, options.unicode), chart.paint(one));
  }
  const lines: string[] = [];
  let used = width;
  for (const { text, shown } of entries) {
    const needed = textWidth(text) + 3;
    if (used + needed > width) {
      lines.push(shown);
      used = 0;
    } else lines.push(`${lines.pop() ?? ''}   ${shown}`);
    used += needed;
  }
  const ends = new Set(own.map((one) => one.optimizer.facts.warmupEnd?.step));
  const remark = (text: string) => cut(text, width, options.unicode);
  own.forEach((one, i) => {
    const end = one.optimizer.facts.warmupEnd;
    const who = own.length > 1 ? `${one.optimizer.name}: ` : '';
    const late = end && end.step > curve.steps ? ', after the last step' : '';
    // One line for all where all end at the same step.
    if (end && (ends.size > 1 || i === 0))
      lines.push(
        colour.dim(
          remark(
            `${glyphs.warmup} ${ends.size > 1 ? who : ''}warm-up ends at ${stepInWords(end.step, curve)}${late}`,
          ),
        ),
      );
    const broken = brokenText(one);
    if (broken) lines.push(colour.yellow(remark(`! ${who}${broken}`)));
  });
  return lines;
}
