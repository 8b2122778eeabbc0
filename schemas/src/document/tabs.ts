import type { Findings } from './findings.js';
import type { LineIndex } from './lines.js';
import type { Span } from './value.js';

/** Reports tabs that stand where YAML wants spaces, one problem a line, and returns the text with spaces there. */
export function replaceTabs(
  text: string,
  tabs: readonly Span[],
  lines: LineIndex,
  findings: Findings,
): string {
  const byLine = new Map<number, Span[]>();
  for (const tab of [...tabs].sort((a, b) => a.start - b.start)) {
    const { line } = lines.position(tab.start);
    const others = byLine.get(line);
    if (others) others.push(tab);
    else byLine.set(line, [tab]);
  }
  for (const [line, [first, ...more]] of byLine) {
    if (!first) continue;
    const indent = /^\s*$/.test(lines.lineText(line).slice(0, lines.position(first.start).character));
    const edits = [first, ...more].map((span) => ({ span, newText: indent ? '  ' : ' ' }));
    findings.add({
      code: 'optim/yaml-tab',
      span: first,
      message: `A tab ${indent ? 'indents this line' : 'stands between the parts of this line'}, and YAML allows only spaces there, so the loader refuses the file. Replace it with spaces.`,
      fixes: [{ title: 'Replace tabs with spaces', edits, preferred: true, safe: !indent }],
      loader: {
        phase: 'syntax',
        type: 'ScannerError',
        message: `while scanning for the next token\nfound character '\\t' that cannot start any token\n  ${findings.mark(first.start)}`,
      },
    });
  }
  const characters = text.split('');
  for (const tab of tabs) characters[tab.start] = ' ';
  return characters.join('');
}
