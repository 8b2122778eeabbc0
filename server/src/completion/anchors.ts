import { CompletionItemKind } from 'vscode-languageserver';
import type { Candidate } from './item.js';

/** The anchors above a place, for a word that begins with `*`: an alias sees what stands in front of it. */
export function anchorsBefore(text: string, offset: number, wanted: boolean): Candidate[] {
  if (!wanted) return [];
  const found = new Set<string>();
  for (const [, name = ''] of text.slice(0, offset).matchAll(/(?:^|[\s[{,])&([^\s,[\]{}]+)/gm))
    found.add(name);
  return [...found].map((name, index) => ({
    label: `*${name}`,
    kind: CompletionItemKind.Reference,
    sort: [7, index],
    docs: { of: 'text', text: `What stands at \`&${name}\`` },
    write: (writer) => writer.text(`*${name}`),
  }));
}
