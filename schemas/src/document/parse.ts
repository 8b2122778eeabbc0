import { Composer, type CST, Parser, type Document as YamlDocument } from 'yaml';
import { compose } from './compose.js';
import type { Document, ParseOptions, Reference } from './document.js';
import { createFindings, type Findings } from './findings.js';
import { freeze } from './freeze.js';
import { blankHazards } from './hazards.js';
import { type Inspection, inspect, tabsIn } from './inspect.js';
import { lexemesOf } from './lexemes.js';
import { MAX_DEPTH, MAX_TEXT } from './limits.js';
import { type LineIndex, lineIndex } from './lines.js';
import { resolveTags } from './references.js';
import { dialectOf } from './scalars.js';
import { reportSyntax } from './syntax.js';
import { replaceTabs } from './tabs.js';
import { reportTopLevel } from './top-level.js';
import type { Span, Value } from './value.js';

/**
 * Reads a configuration as SpeeChain's loader reads it: YAML with its tags, anchors and merge keys, then the `!ref`
 * pass. Never throws: what the loader would refuse is in `problems` and `loaderError`, and `root` holds as much as
 * can be told all the same.
 */
export function parseDocument(text: string, options: ParseOptions = {}): Document {
  const lines = lineIndex(text);
  const findings = createFindings(lines);
  const { root, references } = read(text, lines, findings, options);
  const loaderError = findings.loaderError();
  return { text, root, problems: findings.problems(), references, ...(loaderError ? { loaderError } : {}) };
}

interface Read {
  readonly root: Value | undefined;
  readonly references: readonly Reference[];
}

const NOTHING: Read = { root: undefined, references: [] };

function read(text: string, lines: LineIndex, findings: Findings, options: ParseOptions): Read {
  if (text.length > MAX_TEXT) {
    findings.add({
      code: 'optim/yaml-too-large',
      span: { start: 0, end: 0 },
      message: `This file has ${text.length.toLocaleString('en')} characters, more than a configuration can sensibly have (${MAX_TEXT.toLocaleString('en')}), so it is not read. Check that it is the right file.`,
    });
    return NOTHING;
  }
  const { document, inspection, source } = composeFirst(
    unixBreaks(blankHazards(text, findings)),
    lines,
    findings,
  );
  const broken = document ? reportSyntax(document.errors, inspection, source, findings) : false;
  if (!document?.contents) {
    if (!broken && findings.loaderError() === undefined) reportTopLevel(undefined, findings);
    return NOTHING;
  }
  const version = /^%YAML[ \t]+(\d+\.\d+)/m.exec(source.slice(0, document.contents.range[0]))?.[1];
  if (version !== undefined && !['1.1', '1.2'].includes(version)) reportVersion(source, version, findings);
  const dialect = dialectOf(options.loader ?? 'ruamel', version);
  const raw = compose(document.contents, { text: source, dialect, findings, tags: inspection.tags });
  if (!broken) reportTopLevel(raw, findings);
  const arithmetic = options.arithmetic ?? false;
  const references = resolveTags(raw, { text: source, arithmetic, findings });
  return { root: freeze(raw, findings), references };
}

/** A lone carriage return ends a line in Python's loaders, and "next line" folds like a blank; offsets stay. */
function unixBreaks(text: string): string {
  return text.replace(/\r(?!\n)/g, '\n').replaceAll('\u0085', ' ');
}

interface Composed {
  /** The first document of the text; `undefined` when there is none. */
  readonly document: YamlDocument.Parsed | undefined;
  readonly inspection: Inspection;
  /** The text that was composed: tabs replaced. */
  readonly source: string;
}

const NO_INSPECTION: Inspection = {
  tags: new Map(),
  tabs: [],
  tooDeep: undefined,
  strayColons: [],
  unclosed: [],
};

function composeFirst(text: string, lines: LineIndex, findings: Findings): Composed {
  let source = text;
  let { tokens, inspections, tabs } = tokenize(source);
  // A tab hides what stands behind it from the tokenizer, so each round may find another one.
  for (let round = 0; tabs.length > 0 && round < 5; round++) {
    source = replaceTabs(source, tabs, lines, findings);
    ({ tokens, inspections, tabs } = tokenize(source));
  }
  const first = tokens.findIndex((token) => token.type === 'document');
  const second = tokens.findIndex((token, index) => index > first && token.type === 'document');
  if (first >= 0 && second >= 0) reportSecond(tokens, first, second, source, findings);
  const used = second < 0 ? tokens : tokens.slice(0, second);
  const inspection = inspections[0] ?? NO_INSPECTION;
  if (inspection.tooDeep) {
    findings.add({
      code: 'optim/yaml-too-deep',
      span: inspection.tooDeep,
      message: `Values are nested more than ${MAX_DEPTH} levels deep here, and the loader stops with a RecursionError. Nothing in a configuration needs that: check for a repeated bracket.`,
      loader: { phase: 'syntax', type: 'RecursionError', message: 'maximum recursion depth exceeded' },
    });
  }
  const composer = new Composer({
    // Scalars are typed here, not by the package: it has no Python types.
    schema: 'failsafe',
    resolveKnownTags: false,
    merge: false,
    uniqueKeys: false,
    keepSourceTokens: true,
    logLevel: 'silent',
  });
  const [document] = [...composer.compose(used)];
  return { document, inspection, source };
}

interface Tokens {
  readonly tokens: CST.Token[];
  /** Of each document in the text. */
  readonly inspections: Inspection[];
  readonly tabs: Span[];
}

function tokenize(source: string): Tokens {
  const parser = new Parser();
  const tokens = lexemesOf(source).flatMap((lexeme) => [...parser.next(lexeme)]);
  tokens.push(...parser.end());
  const inspections = tokens.flatMap((token) => (token.type === 'document' ? [inspect(token, source)] : []));
  const between = tokens.flatMap((token) => (token.type === 'space' ? tabsIn(token) : []));
  return { tokens, inspections, tabs: [...between, ...inspections.flatMap((it) => it.tabs)] };
}

function reportSecond(
  tokens: CST.Token[],
  first: number,
  second: number,
  source: string,
  findings: Findings,
): void {
  const [one, other] = [tokens[first], tokens[second]];
  if (one?.type !== 'document' || other?.type !== 'document') return;
  const start = other.start.find((token) => token.type === 'doc-start')?.offset ?? other.offset;
  const end = /[\r\n]/.exec(source.slice(start))?.index ?? source.length - start;
  findings.add({
    code: 'optim/yaml-several-documents',
    span: { start, end: start + end },
    message: `A second document begins here ("---"), but the loader reads files with one document and refuses this one. Remove the line, or move the rest to a file of its own.`,
    loader: {
      phase: 'syntax',
      type: 'ComposerError',
      message: `expected a single document in the stream\n  ${findings.mark(one.offset)}\nbut found another document\n  ${findings.mark(start)}`,
    },
  });
}

/** Reports a %YAML line with a version that ruamel has no rules for. */
function reportVersion(source: string, version: string, findings: Findings): void {
  const start = Math.max(0, source.search(/^%YAML/m));
  const end = start + (/^.*/.exec(source.slice(start, start + 100))?.[0].length ?? 0);
  findings.add({
    code: 'optim/yaml-syntax',
    span: { start, end },
    message: `YAML version ${version} does not exist for the loader, so it stops with KeyError. Remove the %YAML line, or write 1.2.`,
    loader: { phase: 'construct', type: 'KeyError', message: `(${version.replace('.', ', ')})` },
  });
}
