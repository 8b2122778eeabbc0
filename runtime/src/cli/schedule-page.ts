import {
  choicesToName,
  exampleCurve,
  exampleLength,
  exampleYaml,
  familyOf,
  type KeyFacts,
  keyFacts,
  type Scheduler,
  scheduleNotes,
} from '@optim-sches/schemas';
import type { Output } from './io.js';
import { terminalChart } from './terminal-chart.js';
import { wrapText } from './text-layout.js';

const chartRows = 10;

/** One schedule for a person: what it is, the chart of its example, its notes, keys, formula and origin, and the example. */
export function schedulePage(entry: Scheduler, output: Output): string {
  const { width, colours, unicode } = output;
  const family = familyOf(entry);
  const curve = exampleCurve(entry, 4000);
  const chart = terminalChart(curve, {
    width,
    height: chartRows,
    colour: colours.isColorSupported,
    unicode,
  });
  const section = (title: string, lines: readonly string[]) => [colours.bold(title), ...lines].join('\n');
  const aliases = entry.aliases.length > 0 ? [`Also spelled ${entry.aliases.join(', ')}.`] : [];
  const keys = keyFacts(entry.conf).flatMap((key) => keyLines(key, output));
  return `${[
    [
      `${colours.bold(entry.type)}  ${colours.dim(family.title)}`,
      ...wrapText(plain([entry.summary, ...aliases].join(' ')), width),
    ].join('\n'),
    chart,
    section(
      `The example, ${exampleLength(curve)}`,
      scheduleNotes(entry).flatMap((note) => hanging(plain(note), '- ', width)),
    ),
    section('Keys', keys.length > 0 ? keys : ['  none of its own']),
    section(
      'Formula',
      entry.formula.split('; ').flatMap((part) => hanging(part, '  ', width)),
    ),
    section('Origin', originLines(entry, width)),
    // At the left edge, ready to copy.
    section('Configuration', exampleYaml(entry).trimEnd().split('\n').map(colours.cyan)),
  ].join('\n\n')}\n`;
}

/** Names between backticks as they are. */
const plain = (text: string) => text.replaceAll('`', '');

/** A text whose first line begins with `mark` and whose others are indented as far. */
const hanging = (text: string, mark: string, width: number) =>
  wrapText(text, width - mark.length).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line);

function keyLines(key: KeyFacts, { colours, width }: Output): string[] {
  const { name, fallback, unit, description, noEffect } = key;
  const choices = choicesToName(key);
  const facts = [fallback === undefined ? 'required' : `default ${fallback}`, ...(unit ? [unit] : [])];
  const words = [
    description,
    ...(choices.length > 0 ? [`One of ${choices.join(', ')}.`] : []),
    ...(noEffect ? [`No effect here: ${noEffect}`] : []),
  ].join(' ');
  const [first = '', ...rest] = hanging(facts.join(', '), '', width - name.length - 4);
  return [
    `  ${colours.cyan(name)}  ${colours.dim(first)}`,
    ...rest.map((line) => `  ${' '.repeat(name.length)}  ${colours.dim(line)}`),
    ...hanging(plain(words), '      ', width),
  ];
}

function originLines(entry: Scheduler, width: number): string[] {
  const family = familyOf(entry);
  const { title, authors, year, url } = entry.reference ?? {};
  const reference = [authors, title, year].filter((part) => part !== undefined).join(', ');
  return [
    ...hanging(`${family.title}: ${family.about}`, '  ', width),
    `  ${family.url}`,
    ...(reference === '' ? [] : hanging(`${reference}.`, '  ', width)),
    ...(url === undefined || url === family.url ? [] : [`  ${url}`]),
  ];
}
