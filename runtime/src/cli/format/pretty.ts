import { type LineIndex, lineIndex, type Problem, type Severity, safeFix } from '@optim-sches/schemas';
import type { Colours } from '../io.js';
import { printable } from '../printable.js';
import { wrapText } from '../text-layout.js';
import { codeFrame, placeName, severityColour } from './code-frame.js';
import type { CheckedFile } from './format-problems.js';

export interface PrettyOptions {
  readonly colours: Colours;
  /** Columns of the terminal. */
  readonly width: number;
  /** Leave out the last line, which counts. */
  readonly summary?: boolean;
}

const severityWord: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'hint',
};

// Prose wider than this is hard to read, however wide the terminal is.
const widestProse = 100;

/** Problems for a person: place, what, the lines in question, what to do; and a line that counts them. */
export function formatPretty(files: readonly CheckedFile[], options: PrettyOptions): string {
  const blocks: string[] = [];
  for (const file of files) {
    if (file.problems.length === 0) continue;
    const source = lineIndex(file.text);
    for (const problem of file.problems) blocks.push(formatOne(file.path, source, problem, options));
  }
  if (options.summary !== false) blocks.push(`${summary(files, options.colours)}\n`);
  return blocks.join('\n');
}

function formatOne(path: string, source: LineIndex, problem: Problem, options: PrettyOptions): string {
  const { colours, width } = options;
  const colour = severityColour(colours, problem.severity);
  const prose = Math.min(width, widestProse);
  const related = problem.related ?? [];
  const spans = [problem.span, ...related.map(({ span }) => span)];
  const lastLine = Math.max(...spans.map((span) => source.position(span.end).line)) + 2;
  const numberWidth = `${lastLine}`.length + 2;
  const frame = { colours, width, numberWidth, severity: problem.severity };
  const lines = [
    `${colours.bold(placeName(path, source, problem.span.start))}  ${colour(colours.bold(severityWord[problem.severity]))}  ${colours.dim(problem.code)}`,
    ...indented(problem.message, '  ', prose),
    '',
    ...codeFrame(source, problem.span, { ...frame, context: 1 }),
  ];
  for (const { span, message } of related) {
    const label = `${colours.blue('note')}: `;
    lines.push('', ...labelled(label, 6, printable(message), prose));
    lines.push(...codeFrame(source, span, { ...frame, severity: 'information', context: 0 }));
  }
  const applied = safeFix(problem);
  if (problem.fixes.length > 0) lines.push('');
  for (const fix of problem.fixes) {
    const title = printable(fix.title) + (fix === applied ? ` ${colours.dim('(--fix)')}` : '');
    lines.push(...labelled(`${colours.green('help')}: `, 6, title, prose));
  }
  return `${lines.join('\n')}\n`;
}

function indented(text: string, indent: string, width: number): string[] {
  const paragraphs = text.split('\n').map(printable).join('\n');
  return wrapText(paragraphs, width - indent.length).map((line) => indent + line);
}

// `label` is `columns` wide on the screen; the lines that follow stand under the text, not under the label.
function labelled(label: string, columns: number, text: string, width: number): string[] {
  const [first = '', ...rest] = wrapText(text, width - columns - 2);
  return [`  ${label}${first}`, ...rest.map((line) => `  ${' '.repeat(columns)}${line}`)];
}

/** `2 errors` or `1 error`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function summary(files: readonly CheckedFile[], colours: Colours): string {
  const problems = files.flatMap((file) => file.problems);
  const inFiles = `in ${count(files.length, 'file')}`;
  if (problems.length === 0) return `${colours.green('✔')} No problems ${inFiles}.`;
  const of = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length;
  const parts = [
    [of('error'), 'error', colours.red],
    [of('warning'), 'warning', colours.yellow],
    [of('information') + of('hint'), 'remark', colours.blue],
  ] as const;
  const counts = parts
    .filter(([number]) => number > 0)
    .map(([number, noun, colour]) => colour(count(number, noun)));
  const fixable = problems.filter((problem) => safeFix(problem) !== undefined).length;
  const hint = fixable === 0 ? '' : `\noptim-sches check --fix solves ${fixable} of them.`;
  return `${counts.join(', ')} ${inFiles}.${hint}`;
}
