import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  documentProblems,
  type Fix,
  type LineIndex,
  lineIndex,
  type Problem,
  rules,
  type Severity,
  type Span,
} from '@optim-sches/schemas';
import type { CheckedFile, UnreadableFile } from './format-problems.js';

const level: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/**
 * Problems as a SARIF 2.1.0 log of one run. Columns are UTF-16 code units from 1; a relative path is given
 * relative to `%SRCROOT%`, the folder in which the command ran. The pages that explain rules are named in each
 * rule's `help`, not as `helpUri`, which SARIF wants absolute.
 */
export function formatSarif(
  files: readonly CheckedFile[],
  unreadable: readonly UnreadableFile[],
  version: string,
): string {
  const codes = [...new Set(files.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'optim-sches', version, semanticVersion: version, rules: codes.map(ruleOf) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            ...(unreadable.length === 0 ? {} : { toolExecutionNotifications: unreadable.map(notification) }),
          },
        ],
        artifacts: files.map(({ path }) => ({ location: artifactLocation(path) })),
        results: files.flatMap(({ path, text, problems }, index) => {
          const source = lineIndex(text);
          const artifact = { ...artifactLocation(path), index };
          return problems.map((problem) => result(source, artifact, codes, problem));
        }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string) {
  const page = `docs/problems/${code.replace(/^optim\//, '')}.md`;
  const known = [...rules, ...documentProblems].find((one) => one.code === code);
  if (known === undefined) return { id: code, help: { text: page } };
  const { summary, docs, severity } = known;
  return {
    id: code,
    shortDescription: { text: summary },
    help: { text: `${docs}\n\n${page}`, markdown: `${docs}\n\n[${page}](${page})` },
    defaultConfiguration: { level: level[severity] },
  };
}

function artifactLocation(path: string) {
  const climbs = path.split(/[\\/]/).includes('..');
  if (isAbsolute(path) || climbs) return { uri: pathToFileURL(path).href };
  const uri = path
    .replace(/^(?:\.[\\/]+)+/, '')
    .split(/[\\/]+/)
    .map(encodeURIComponent)
    .join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}

function region(source: LineIndex, span: Span) {
  const start = source.position(span.start);
  const end = source.position(span.end);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

type Artifact = ReturnType<typeof artifactLocation> & { readonly index: number };

function result(source: LineIndex, artifact: Artifact, codes: readonly string[], problem: Problem) {
  const place = (span: Span) => ({
    physicalLocation: { artifactLocation: artifact, region: region(source, span) },
  });
  const { code, severity, message, span, related = [] } = problem;
  const fixes = problem.fixes.filter(({ edits }) => edits.length > 0);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: level[severity],
    message: { text: message },
    locations: [place(span)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, id) => ({
            id: id + 1,
            message: { text: other.message },
            ...place(other.span),
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => sarifFix(source, artifact, fix)) }),
  };
}

function sarifFix(source: LineIndex, artifact: Artifact, fix: Fix) {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: artifact,
        replacements: fix.edits.map(({ span, newText }) => ({
          deletedRegion: region(source, span),
          ...(newText === '' ? {} : { insertedContent: { text: newText } }),
        })),
      },
    ],
  };
}

function notification({ path, message }: UnreadableFile) {
  return {
    level: 'error',
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }],
  };
}
