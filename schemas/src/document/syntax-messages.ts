import type { YAMLParseError } from 'yaml';
import type { Fix } from '../problem.js';
import { brief } from './brief.js';
import { explainIndent, explainMissing, explainNested, explainUncoloned } from './syntax-guesses.js';
import type { Span } from './value.js';

/** A mistake of syntax in words. */
export interface Explanation {
  /** *What*, *why* and *what to do*, in one message. */
  readonly message: string;
  /** The place to look at. */
  readonly span: Span;
  /** The exception of Python's loader and the last part of its message. */
  readonly python: 'ScannerError' | 'ParserError';
  readonly detail: string;
  readonly fixes?: readonly Fix[];
}

/** What an error of the `yaml` package means to somebody who writes a configuration. */
export function explainSyntax(error: YAMLParseError, text: string): Explanation {
  const span = placeOf(error, text);
  const found = brief(text.slice(span.start, span.end));
  switch (error.code) {
    case 'BAD_DQ_ESCAPE':
      return badEscape(text, span);
    case 'BAD_SCALAR_START': {
      const first = text[span.start] ?? '';
      return {
        message: `A value cannot start with "${first}", which YAML reserves. Put the value in quotes.`,
        span,
        python: 'ScannerError',
        detail: `while scanning for the next token\nfound character '${first}' that cannot start any token`,
      };
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return explainNested(text, span);
    case 'MULTILINE_IMPLICIT_KEY':
      return explainUncoloned(text, span);
    case 'KEY_OVER_1024_CHARS':
      return {
        message: `A key may have at most 1024 characters, so the loader does not see the ":" of this one. Shorten it.`,
        span,
        python: 'ScannerError',
        detail: "while scanning a simple key\ncould not find expected ':'",
      };
    case 'MISSING_CHAR':
    case 'BLOCK_IN_FLOW':
      return explainMissing(error, text, span);
    case 'BAD_INDENT':
      return /end with a/.test(error.message) ? explainMissing(error, text, span) : explainIndent(text, span);
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS': {
      const what = error.code === 'MULTIPLE_TAGS' ? 'tag' : 'anchor';
      return {
        message: `A value can have one ${what}, and "${found}" is its second, so the loader refuses it. Remove one of them.`,
        span,
        python: 'ParserError',
        detail: 'expected the node content',
      };
    }
    case 'ALIAS_PROPS':
      return {
        message: `An alias already has a value of its own, so no tag or anchor can stand before it. Remove it.`,
        span,
        python: 'ParserError',
        detail: "expected the node content, but found '<alias>'",
      };
    case 'BAD_ALIAS':
      return {
        message: `"${found}" is no name for an anchor or alias. Use letters, digits, "-" and "_".`,
        span,
        python: 'ScannerError',
        detail: 'expected alphabetic or numeric character',
      };
    case 'BAD_DIRECTIVE':
      return {
        message: `"${found}" is no directive that YAML knows. Remove the line.`,
        span,
        python: 'ParserError',
        detail: 'found an unknown directive',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        message: `The tag "${found}" uses a handle that no %TAG line defines, so the loader refuses it. Write the tag with one "!".`,
        span,
        python: 'ParserError',
        detail: 'while parsing a node\nfound undefined tag handle',
      };
    default:
      return unexpected(text, span, found);
  }
}

function placeOf(error: YAMLParseError, text: string): Span {
  const start = Math.min(error.pos[0], text.length);
  const end = Math.min(Math.max(error.pos[1], start), text.length);
  const lineEnd = text.slice(start, end).search(/[\r\n]/);
  return { start, end: lineEnd > 0 ? start + lineEnd : end };
}

function badEscape(text: string, span: Span): Explanation {
  const sequence = text.slice(span.start, span.start + 2);
  return {
    message: `"${sequence}" is no escape that YAML knows, so the double-quoted text cannot be read. Write "\\${sequence}" for a backslash, or use single quotes.`,
    span,
    python: 'ScannerError',
    detail: `while scanning a double-quoted scalar\nfound unknown escape character '${sequence[1] ?? ''}'`,
    fixes: [
      {
        title: `Change to "\\${sequence}"`,
        edits: [{ span: { start: span.start, end: span.start }, newText: '\\' }],
        preferred: true,
      },
    ],
  };
}

function unexpected(text: string, span: Span, found: string): Explanation {
  const before = text.slice(0, span.start).trimEnd().at(-1) ?? '';
  if (found === '-') {
    return {
      message: `A list item ("- ") cannot begin on the line of its key, so the loader refuses it. Begin a new line for each item, or write the list as [a, b].`,
      span,
      python: 'ScannerError',
      detail: 'sequence entries are not allowed here',
    };
  }
  if (before === '"' || before === "'") {
    const how = before === '"' ? 'a \\ before each " inside' : "two ' for each one inside";
    return {
      message: `The quoted text ends before "${found}", so the loader does not know what to make of the rest. Write ${how}, or remove what follows the closing quote.`,
      span,
      python: 'ParserError',
      detail: 'expected <block end>',
    };
  }
  return {
    message: `${found.trim() === '' ? 'Something' : `"${found}"`} stands where YAML expects the end of the value or the next key, so the loader refuses the file. Check the quotes, brackets and the indentation here and on the line above.`,
    span,
    python: 'ParserError',
    detail: 'expected <block end>',
  };
}
