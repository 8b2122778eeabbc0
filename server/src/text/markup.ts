import { MarkupKind } from 'vscode-languageserver';

/** How words are written for a client: Markdown, or plain text where it shows none. */
export interface Markup {
  readonly kind: MarkupKind;
  /** Words of a file or a registry, with nothing in them that could be taken for a mark. */
  text(words: string): string;
  /** Sentences of a registry, where a piece between backticks is code. */
  prose(words: string): string;
  code(words: string): string;
  /** `marked` has been written by one of these. */
  bold(marked: string): string;
  link(words: string, url: string): string;
  /** A picture; nothing in plain text. */
  picture(alt: string, uri: string): string;
  list(items: readonly string[]): string;
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
  paragraphs(parts: readonly (string | undefined)[]): string;
}

const oneLine = (words: string) => words.replace(/\s+/g, ' ').trim();

// An underscore inside a word is none of Markdown's marks.
const marks = /[\\`*[\]<>&~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** Everything that Markdown could read as a mark, within a line and at its beginning. */
const escaped = (words: string) =>
  oneLine(words)
    .replace(marks, '\\$&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');

/** The fence is longer than any run of backticks inside. */
function codeSpan(words: string): string {
  const line = oneLine(words);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

const paragraphs = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

const inCell = (marked: string) => marked.replace(/(?<!\\)\|/g, '\\|');

const markdown: Markup = {
  kind: MarkupKind.Markdown,
  text: escaped,
  prose: (words) =>
    oneLine(words)
      .split(/(`[^`]+`)/)
      .map((part, index) => (index % 2 === 1 ? part : part.replace(marks, '\\$&')))
      .join(''),
  code: codeSpan,
  bold: (marked) => `**${marked}**`,
  link: (words, url) => `[${escaped(words)}](${url.replace(/[()<>\s\\]/g, encodeURIComponent)})`,
  picture: (alt, uri) => `![${escaped(alt)}](${uri})`,
  list: (items) => items.map((item) => `- ${item}`).join('\n'),
  table: (head, rows) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(inCell).join(' | ')} |`).join('\n'),
  paragraphs,
};

const plain: Markup = {
  kind: MarkupKind.PlainText,
  text: oneLine,
  prose: (words) => oneLine(words).replaceAll('`', ''),
  code: oneLine,
  bold: (marked) => marked,
  link: (words, url) => `${oneLine(words)} (${url})`,
  picture: () => '',
  list: (items) => items.map((item) => `- ${item}`).join('\n'),
  table: (_, rows) => rows.map((row) => row.join('  ')).join('\n'),
  paragraphs,
};

/** The words of a client that shows Markdown, or of one that does not. */
export const markupOf = ({ markdown: shown }: { readonly markdown: boolean }): Markup =>
  shown ? markdown : plain;
