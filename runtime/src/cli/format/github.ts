import { type LineIndex, lineIndex, type Problem, type Severity } from '@optim-sches/schemas';
import type { CheckedFile, UnreadableFile } from './format-problems.js';
import { writtenEnd } from './written-end.js';

const command: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

// A line break would end the command and start one of the text's own making.
const escapeMessage = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) => escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Problems as GitHub's workflow commands, one a line: the runner turns them into annotations of the changed lines. */
export function formatGithub(files: readonly CheckedFile[], unreadable: readonly UnreadableFile[]): string {
  const lines = files.flatMap(({ path, text, problems }) => {
    const source = lineIndex(text);
    return problems.map((problem) => annotation(path, source, problem));
  });
  for (const { path, message } of unreadable) {
    lines.push(`::error file=${escapeProperty(path)}::${escapeMessage(message)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(path: string, source: LineIndex, problem: Problem): string {
  const start = source.position(problem.span.start);
  const end = writtenEnd(source, problem.span);
  const oneLine = end.line === start.line;
  const properties: [string, string][] = [
    ['file', path],
    ['line', `${start.line + 1}`],
  ];
  // GitHub takes columns only for an annotation on one line; its end column is inclusive.
  if (oneLine) properties.push(['col', `${start.character + 1}`]);
  properties.push(['endLine', `${end.line + 1}`]);
  if (oneLine) properties.push(['endColumn', `${Math.max(end.character, start.character + 1)}`]);
  properties.push(['title', problem.code]);
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(value)}`).join(',');
  return `::${command[problem.severity]} ${list}::${escapeMessage(problem.message)}`;
}
