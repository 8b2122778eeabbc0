import type { CompletionItem, CompletionList, MarkupContent, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { atCursor, type Editor } from './harness.js';

/** Items by what is asked of an editor at a cursor `▮`, in the order in which a client shows them. */
export async function itemsAt(
  editor: Editor,
  marked: string,
  uri?: string,
  triggerCharacter?: string,
): Promise<{ text: string; items: CompletionItem[]; offset: number; uri: string }> {
  const { text, position } = atCursor(marked);
  const open = editor.open(text, uri);
  const list = await editor.request<CompletionList | null>('textDocument/completion', {
    textDocument: { uri: open },
    position,
    ...(triggerCharacter ? { context: { triggerKind: 2, triggerCharacter } } : {}),
  });
  editor.close(open);
  const items = [...(list?.items ?? [])].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  return { text, items, offset: marked.indexOf('▮'), uri: open };
}

/** The docs that come when a client asks for them. */
export async function docsOf(editor: Editor, item: CompletionItem): Promise<string> {
  const resolved = await editor.request<CompletionItem>('completionItem/resolve', item);
  return (resolved.documentation as MarkupContent | undefined)?.value ?? '';
}

/** A snippet with its tab stops filled as a client does it first. */
export function filled(snippet: string): string {
  let text = '';
  for (let at = 0; at < snippet.length; ) {
    const stop = /^\$\{(\d+)([:|])/.exec(snippet.slice(at));
    if (snippet[at] === '\\') {
      text += snippet[at + 1] ?? '';
      at += 2;
    } else if (stop) {
      at += stop[0].length;
      const isChoice = stop[2] === '|';
      let inside = '';
      while (at < snippet.length && snippet[at] !== (isChoice ? '|' : '}')) {
        if (snippet[at] === '\\') at++;
        inside += snippet[at];
        at++;
      }
      text += isChoice ? (inside.split(',')[0] ?? '') : inside;
      at += isChoice ? 2 : 1;
    } else if (snippet[at] === '$') throw new Error(`A lone $ in ${snippet}`);
    else text += snippet[at++];
  }
  return text;
}

/** The text after an item has been accepted: further lines indented as the first where a snippet is put. */
export function accepted(text: string, item: CompletionItem, how: 'replace' | 'insert' = 'replace'): string {
  const document = TextDocument.create('file:///accepted.yaml', 'yaml', 1, text);
  const edit = item.textEdit;
  if (!edit) throw new Error(`${item.label} has no edit`);
  const range: Range = 'range' in edit ? edit.range : edit[how];
  const isSnippet = item.insertTextFormat === 2;
  const extra = item.additionalTextEdits ?? [];
  const own = extra.find((each) => each.range.start.line === range.start.line);
  const line = document.getText({ start: { line: range.start.line, character: 0 }, end: range.start });
  const blanks = own ? own.newText : (/^[ \t]*/.exec(line)?.[0] ?? '');
  const newText = isSnippet ? filled(edit.newText).replaceAll('\n', `\n${blanks}`) : edit.newText;
  return TextDocument.applyEdits(document, [{ range, newText }, ...extra]);
}
