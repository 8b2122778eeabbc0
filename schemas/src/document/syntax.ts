import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Fix } from '../problem.js';
import type { Findings } from './findings.js';
import { brief } from './suggest.js';
import type { Span } from './value.js';

interface Explanation {
  /** *What*, *why* and *what to do*, in one message. */
  readonly message: string;
  readonly python: 'ScannerError' | 'ParserError' | 'ComposerError';
  readonly detail: string;
  readonly fixes?: readonly Fix[];
}

/** Errors that stay where they are; any other leaves the parser guessing, so what follows it is not reported. */
const LOCAL: ReadonlySet<ErrorCode> = new Set([
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
]);

/** Who has more mistakes of syntax than this in a file sees the others after these. */
const MAX_REPORTED = 50;

/** Reports what is not YAML: every local mistake, and the first of those that make the rest of the text doubtful. */
export function reportSyntax(
  errors: readonly YAMLParseError[],
  strayColons: readonly Span[],
  text: string,
  findings: Findings,
): void {
  const inOrder = errors.filter((error) => !accepted(error, text)).sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of inOrder.slice(0, MAX_REPORTED)) {
    const span = spanOf(error, text);
    const { message, python, detail, fixes = [] } = explain(error, span, text);
    findings.add({
      code: 'optim/yaml-syntax',
      span,
      message,
      fixes,
      loader: { phase: 'syntax', type: python, message: `${detail}\n  ${findings.mark(span.start)}` },
    });
    if (!LOCAL.has(error.code)) return;
  }
  const [stray] = strayColons;
  if (inOrder.length > 0 || !stray) return;
  findings.add({
    code: 'optim/yaml-syntax',
    span: stray,
    message: `This ":" stands neither on the line of its key nor where a key could begin, so the loader refuses it. Write "key: value" on one line.`,
    loader: {
      phase: 'syntax',
      type: 'ScannerError',
      message: `while scanning a simple key\ncould not find expected ':'\n  ${findings.mark(stray.start)}`,
    },
  });
}

/** What the `yaml` package refuses and Python's loaders read: `"x"#comment`, though not `|#comment`. */
function accepted(error: YAMLParseError, text: string): boolean {
  if (!error.message.startsWith('Comments must be separated')) return false;
  const line = text.slice(text.lastIndexOf('\n', error.pos[0] - 1) + 1, error.pos[0]);
  return !/[|>][-+0-9]*$/.test(line);
}

function spanOf(error: YAMLParseError, text: string): Span {
  const start = Math.min(error.pos[0], text.length);
  const end = Math.min(Math.max(error.pos[1], start), text.length);
  const lineEnd = text.slice(start, end).search(/[\r\n]/);
  return { start, end: lineEnd > 0 ? start + lineEnd : end };
}

function explain(error: YAMLParseError, span: Span, text: string): Explanation {
  const found = brief(text.slice(span.start, span.end));
  const scanner = (message: string, detail: string, fixes?: Fix[]): Explanation => {
    return { message, python: 'ScannerError', detail, ...(fixes ? { fixes } : {}) };
  };
  const parser = (message: string, detail: string): Explanation => ({
    message,
    python: 'ParserError',
    detail,
  });
  switch (error.code) {
    case 'BAD_DQ_ESCAPE': {
      const sequence = text.slice(span.start, span.start + 2);
      return scanner(
        `"${sequence}" is no escape that YAML knows, so the double-quoted text cannot be read. Write "\\${sequence}" for a backslash, or use single quotes.`,
        `while scanning a double-quoted scalar\nfound unknown escape character ${JSON.stringify(sequence[1] ?? '')}`,
        [
          {
            title: `Change to "\\${sequence}"`,
            edits: [{ span: { start: span.start, end: span.start }, newText: '\\' }],
          },
        ],
      );
    }
    case 'BAD_SCALAR_START': {
      const first = text[span.start] ?? '';
      return scanner(
        `A value cannot start with "${first}", which YAML reserves. Put the value in quotes.`,
        `while scanning for the next token\nfound character '${first}' that cannot start any token`,
      );
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return scanner(
        `A second "key: value" stands on the line of the first, and YAML does not allow that. Begin a new line for it, or quote the value if its colon is meant as text.`,
        'mapping values are not allowed here',
      );
    case 'MULTILINE_IMPLICIT_KEY':
      return scanner(
        `This key goes over more than one line, so YAML finds no ":" where it expects one. Perhaps a ":" is missing on the line above, or a quote is not closed.`,
        "while scanning a simple key\ncould not find expected ':'",
      );
    case 'KEY_OVER_1024_CHARS':
      return scanner(
        `A key may have at most 1024 characters, so the loader does not see the ":" of this one. Shorten it.`,
        "while scanning a simple key\ncould not find expected ':'",
      );
    case 'MISSING_CHAR':
      return missing(error, found);
    case 'BAD_INDENT':
      return /end with a/.test(error.message)
        ? missing(error, found)
        : parser(
            `The indentation of this line fits neither the lines above it nor a new level, so the loader cannot tell what it belongs to. Align it with the lines that it belongs to.`,
            'while parsing a block collection\nexpected <block end>',
          );
    case 'BLOCK_IN_FLOW':
      return parser(
        `A "- item" or "key: value" line stands inside "{ }" or "[ ]", where YAML wants commas. Close the bracket, or write the items with commas.`,
        'while parsing a flow collection\nexpected the node content',
      );
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS': {
      const what = error.code === 'MULTIPLE_TAGS' ? 'tag' : 'anchor';
      return parser(
        `A value can have one ${what}, and "${found}" is its second, so the loader refuses it. Remove one of them.`,
        'expected the node content',
      );
    }
    case 'ALIAS_PROPS':
      return parser(
        `An alias already has a value of its own, so no tag or anchor can stand before it. Remove it.`,
        "expected the node content, but found '<alias>'",
      );
    case 'BAD_ALIAS':
      return scanner(
        `"${found}" is no name for an anchor or alias. Use letters, digits, "-" and "_".`,
        'expected alphabetic or numeric character',
      );
    case 'BAD_DIRECTIVE':
      return parser(
        `"${found}" is no directive that YAML knows. Remove the line.`,
        'found an unknown directive',
      );
    case 'TAG_RESOLVE_FAILED':
      return parser(
        `The tag "${found}" uses a handle that no %TAG line defines, so the loader refuses it. Write the tag with one "!".`,
        'while parsing a node\nfound undefined tag handle',
      );
    default:
      return parser(
        `${found.trim() === '' ? 'Something' : `"${found}"`} stands where YAML expects the end of the value or the next key, so the loader refuses the file. Check the quotes, brackets and the indentation here and on the line above.`,
        'expected <block end>',
      );
  }
}

/** The many messages of one error code. */
function missing(error: YAMLParseError, found: string): Explanation {
  const { message } = error;
  const quote = /Missing closing (["'])/.exec(message)?.[1];
  if (quote) {
    return {
      python: 'ScannerError',
      message: `This quoted text is never closed, so everything after it belongs to it. Add the missing ${quote}.`,
      detail: 'while scanning a quoted scalar\nfound unexpected end of stream',
    };
  }
  const bracket = /end with a ([\]}])/.exec(message)?.[1];
  if (bracket) {
    const kind = bracket === '}' ? 'mapping' : 'sequence';
    return {
      python: 'ParserError',
      message: `A "${bracket === '}' ? '{' : '['}" is never closed: "${bracket}" is missing here, or the lines in between are not indented. Add "${bracket}".`,
      detail: `while parsing a flow ${kind}\nexpected ',' or '${bracket}'`,
    };
  }
  if (/Missing ,/.test(message)) {
    return {
      python: 'ParserError',
      message: `A comma is missing before ${found.trim() === '' ? 'this item' : `"${found}"`}, so YAML cannot tell where the one before it ends. Add ",".`,
      detail: `while parsing a flow collection\nexpected ',' or a closing bracket`,
    };
  }
  if (/followed by map values/.test(message)) {
    return {
      python: 'ScannerError',
      message: `"${found}" stands where a key is expected, but no ":" follows it. Write "${found}: value", or indent it if it belongs to the value above.`,
      detail: "while scanning a simple key\ncould not find expected ':'",
    };
  }
  return {
    python: 'ParserError',
    message: `YAML expects another character here: ${message.replace(/ at line.*$/s, '')}. Add it.`,
    detail: 'expected the node content',
  };
}
