import type { YAMLParseError } from 'yaml';
import type { Fix } from '../problem.js';
import { brief } from './brief.js';
import type { Explanation } from './syntax-messages.js';
import type { Span } from './value.js';

interface Line {
  /** The line without its indentation and line break. */
  readonly content: string;
  readonly span: Span;
  readonly indent: Span;
}

/** The line of an offset, or the next one that is not blank. */
function lineFrom(text: string, offset: number): Line {
  const firstVisible = offset + Math.max(0, text.slice(offset, offset + 10_000).search(/\S/));
  const lineStart = text.lastIndexOf('\n', firstVisible - 1) + 1;
  const rest = text.slice(lineStart, lineStart + 10_000);
  const indent = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
  const content = (/^[^\r\n]*/.exec(rest.slice(indent))?.[0] ?? '').trimEnd();
  const start = lineStart + indent;
  return { content, span: { start, end: start + content.length }, indent: { start: lineStart, end: start } };
}

/** A second "key: value" where a value has already begun: on the same line, or on one that is indented too deep. */
export function explainNested(text: string, span: Span): Explanation {
  const line = lineFrom(text, span.start);
  if (line.content.startsWith('- ')) return explainIndent(text, span);
  const value = text.slice(span.start, span.start + 10_000);
  const colon = /:(?=\s|$)/.exec(value);
  const above = colon ? value.slice(0, colon.index) : '';
  if (!above.includes('\n')) {
    const restOfLine = /^[^\r\n#]*/.exec(value)?.[0].trimEnd() ?? '';
    const quote = restOfLine.includes("'") ? '"' : "'";
    const end = span.start + restOfLine.length;
    const canQuote = restOfLine !== '' && !/["\\]/.test(restOfLine);
    return {
      message: `A second ":" on one line makes "${brief(restOfLine)}" a mapping inside the line of its key, and YAML does not allow that. Begin a new, indented line for it, or put it in quotes if its colon is meant as text.`,
      span: { start: span.start, end },
      python: 'ScannerError',
      detail: 'mapping values are not allowed here',
      fixes: canQuote
        ? [
            {
              title: 'Put it in quotes',
              edits: [
                { span: { start: span.start, end: span.start }, newText: quote },
                { span: { start: end, end }, newText: quote },
              ],
            },
          ]
        : [],
    };
  }
  const deeper = lineFrom(text, span.start + above.lastIndexOf('\n') + 1);
  const written = /^[^\r\n]*/.exec(above)?.[0].trim() ?? '';
  return {
    message: `This line is indented deeper than the one above, whose key already has the value "${brief(written)}", so YAML takes both for one value and then meets a ":". Indent it like the key above.`,
    span: deeper.span,
    python: 'ScannerError',
    detail: 'mapping values are not allowed here',
    fixes: [reindent(deeper, line.indent.end - line.indent.start)],
  };
}

/** A line whose indentation is that of no other line that it could belong to. */
export function explainIndent(text: string, span: Span): Explanation {
  const line = lineFrom(text, span.start);
  const found = line.indent.end - line.indent.start;
  const above = indentsAbove(text, line.indent.start);
  const nearest = above
    .filter((indent) => indent !== found)
    .sort((a, b) => Math.abs(a - found) - Math.abs(b - found));
  return {
    message: `"${brief(line.content)}" is indented by ${found} blanks, and the lines above by ${above.join(' or ')}, so the loader cannot tell what it belongs to. Align it with the lines that it belongs to.`,
    span: line.span,
    python: 'ParserError',
    detail: 'while parsing a block collection\nexpected <block end>',
    fixes: nearest.slice(0, 2).map((indent) => reindent(line, indent)),
  };
}

function reindent(line: Line, blanks: number): Fix {
  const edits = [{ span: line.indent, newText: ' '.repeat(blanks) }];
  return { title: `Indent this line by ${blanks} blanks`, edits };
}

/** The indentations of the lines above that are still open, the nearest first. */
function indentsAbove(text: string, offset: number): number[] {
  const indents: number[] = [];
  const lines = text
    .slice(Math.max(0, offset - 10_000), offset)
    .split('\n')
    .slice(0, -1)
    .reverse();
  for (const line of lines) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === '#' || line[indent] === '\r') continue;
    if (indents.length === 0 || indent < Math.min(...indents)) indents.push(indent);
  }
  return indents;
}

/** A line without ":" where a key is expected. */
export function explainUncoloned(text: string, span: Span): Explanation {
  const line = lineFrom(text, span.start);
  const rest = text.slice(span.start, line.span.end);
  const words = /^([\w.-]+)(?: +(\S.*))?$/.exec(rest);
  const at = span.start + (words?.[1]?.length ?? 0);
  return {
    message: `"${brief(rest)}" stands where a "key: value" is expected but has no ":", so the loader finds no key in it. Write "${words ? `${words[1]}: ${words[2] ?? '…'}` : 'key: value'}", or close the quotes if some are open.`,
    span: { start: span.start, end: Math.max(span.start, line.span.end) },
    python: 'ScannerError',
    detail: "while scanning a simple key\ncould not find expected ':'",
    fixes: words
      ? [{ title: 'Insert ":"', edits: [{ span: { start: at, end: at }, newText: ':' }], preferred: true }]
      : [],
  };
}

/** A quoted text that begins at `open` and does not end. */
export function unclosedQuote(text: string, open: number): Explanation {
  return {
    message: `This quoted text is not closed, so the loader takes what follows for a part of it. Add the missing ${text[open] ?? 'quote'}.`,
    span: { start: open, end: lineFrom(text, open).span.end },
    python: 'ScannerError',
    detail: 'while scanning a quoted scalar\nfound unexpected end of stream',
  };
}

/** The many errors about a quote, bracket, comma or colon that is not there. */
export function explainMissing(error: YAMLParseError, text: string, span: Span): Explanation {
  const { message } = error;
  const found = brief(text.slice(span.start, span.end));
  const insert = (offset: number, newText: string): Fix => {
    return {
      title: `Insert "${newText}"`,
      edits: [{ span: { start: offset, end: offset }, newText }],
      preferred: true,
    };
  };
  const quote = /Missing closing (["'])/.exec(message)?.[1];
  if (quote) return unclosedQuote(text, Math.max(0, text.lastIndexOf(quote, span.start - 1)));
  const bracket = /end with a ([\]}])/.exec(message)?.[1];
  if (bracket) {
    const end = withoutComments(text.slice(0, span.start)).length;
    const place = { start: Math.max(0, end - 1), end };
    return {
      message: `A "${bracket === '}' ? '{' : '['}" is not closed before the next line begins something else. Add "${bracket}" here, or indent the lines that still belong to it.`,
      span: place,
      python: 'ParserError',
      detail: `while parsing a flow ${bracket === '}' ? 'mapping' : 'sequence'}\nexpected ',' or '${bracket}'`,
      fixes: [insert(end, bracket)],
    };
  }
  if (/Missing ,/.test(message) || error.code === 'BLOCK_IN_FLOW') {
    const second = /\s+(?=[^\s:]+:(?:\s|$))/.exec(text.slice(span.start, span.end));
    return {
      message:
        error.code === 'BLOCK_IN_FLOW' && !second
          ? `A "- item" or "key: value" line stands inside "{ }" or "[ ]", where YAML wants commas. Close the bracket, or write the items with commas.`
          : `A comma is missing ${second ? 'in' : 'before'} ${found.trim() === '' ? 'this item' : `"${found}"`}, so YAML cannot tell where one item ends and the next begins. Add ",".`,
      span,
      python: 'ParserError',
      detail: `while parsing a flow collection\nexpected ',' or a closing bracket`,
      fixes: second ? [insert(span.start + second.index, ',')] : [],
    };
  }
  if (/followed by map values/.test(message)) return explainUncoloned(text, span);
  return {
    message: `YAML expects another character here: ${message.replace(/ at line.*$/s, '')}. Add it.`,
    span,
    python: 'ParserError',
    detail: 'expected the node content',
  };
}

/** A text without the blank and comment lines, and the comment, at its end. */
function withoutComments(text: string): string {
  let rest = text.trimEnd();
  for (;;) {
    const line = rest.slice(rest.lastIndexOf('\n') + 1);
    const comment = /(?:^|\s)#.*$/.exec(line);
    if (!comment) return rest;
    rest = rest.slice(0, rest.length - line.length + comment.index).trimEnd();
  }
}
