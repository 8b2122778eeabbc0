import {
  exampleCurve,
  type ScheduleFamily,
  type Scheduler,
  scheduleFamilies,
  schedulesOf,
  sparkline,
} from '@optim-sches/schemas';
import type { Output } from './io.js';
import { padEnd } from './terminal-chart-text.js';
import { wrapText } from './text-layout.js';

const mostBlocks = 16;
const leastBlocks = 8;
/** A summary in a narrower column is hard to read: then it stands below the name. */
const leastSummary = 36;

/** The schedules of the families, each with the curve of its example as a line of blocks, and what it is. */
export function schedulesList(families: readonly ScheduleFamily[], output: Output): string {
  const { width, colours, unicode } = output;
  const names = families.flatMap(schedulesOf).map(({ type }) => type.length);
  const nameWidth = Math.max(...names);
  const room = Math.min(mostBlocks, width - nameWidth - 4);
  const sparkWidth = unicode && room >= leastBlocks ? room : 0;
  const left = 2 + nameWidth + 2 + (sparkWidth > 0 ? sparkWidth + 2 : 0);
  const beside = width - left >= leastSummary;

  const lines = (entry: Scheduler): string[] => {
    const [curve] = sparkWidth > 0 ? exampleCurve(entry, 400).optimizers : [];
    const spark = curve ? `${colours.cyan(padEnd(sparkline(curve, sparkWidth), sparkWidth))}  ` : '';
    const head = `  ${colours.bold(entry.type)}${' '.repeat(nameWidth - entry.type.length + 2)}${spark}`;
    if (!beside) return [head.trimEnd(), ...wrapText(entry.summary, width - 4).map((line) => `    ${line}`)];
    const [first = '', ...rest] = wrapText(entry.summary, width - left);
    return [head + first, ...rest.map((line) => ' '.repeat(left) + line)];
  };
  const section = (family: ScheduleFamily) =>
    [
      colours.bold(colours.underline(family.title)),
      ...wrapText(`${family.about} ${family.stepping}`, width).map(colours.dim),
      ...schedulesOf(family).flatMap(lines),
    ].join('\n');
  const more =
    families.length < scheduleFamilies.length
      ? []
      : ['--family NAME lists one toolkit: '.concat(familyNames())];
  const end = wrapText(
    ['optim-sches schedules TYPE shows one, with its keys and an example.', ...more].join(' '),
    width,
  );
  return `${[...families.map(section), end.map(colours.dim).join('\n')].join('\n\n')}\n`;
}

const familyNames = () => `${scheduleFamilies.map(({ name }) => name).join(', ')}.`;
