import { type Config, configCurve, parseDocument, readConfig } from '@optim-sches/schemas';
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { atCursor, type Editor } from './harness.js';

export interface AskOptions {
  readonly only?: readonly string[];
  readonly triggerKind?: 1 | 2;
  readonly uri?: string;
}

/** What an editor offers at a cursor `▮`, with their edits. */
export async function actionsAt(editor: Editor, marked: string, options: AskOptions = {}) {
  const { text, position } = atCursor(marked);
  const uri = editor.open(text, options.uri);
  const actions = await editor.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [], only: options.only, triggerKind: options.triggerKind },
  });
  return { uri, text, actions };
}

/** The text after an action, which is resolved first where it has no edit yet. */
export async function applied(editor: Editor, text: string, action: CodeAction): Promise<string> {
  const { edit } = action.edit ? action : await editor.request<CodeAction>('codeAction/resolve', action);
  const changes = edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : []));
  const edits = (changes ?? Object.values(edit?.changes ?? {}).flat()) as TextEdit[];
  const document = TextDocument.create('file:///x.yaml', 'yaml', 1, text);
  assertApart(
    document,
    edits.map(({ range }) => range),
  );
  return TextDocument.applyEdits(document, edits);
}

function assertApart(document: TextDocument, ranges: readonly Range[]): void {
  const spans = ranges
    .map(({ start, end }) => [document.offsetAt(start), document.offsetAt(end)] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  spans.forEach(([start], index) => {
    if (start < (spans[index - 1]?.[1] ?? 0)) throw new Error('Edits overlap.');
  });
}

/** The text after the only action whose title matches. */
export async function after(editor: Editor, marked: string, title: RegExp): Promise<string> {
  const { text, actions } = await actionsAt(editor, marked);
  const found = actions.filter((action) => title.test(action.title));
  const [action] = found;
  if (!action || found.length > 1)
    throw new Error(`${found.length} actions for ${title}: ${actions.map((each) => each.title).join(' | ')}`);
  if (action.disabled) throw new Error(`disabled: ${action.disabled.reason}`);
  return applied(editor, text, action);
}

/** Everything of a configuration that training depends on, without names. */
export function meaningOf(text: string) {
  const config = readConfig(parseDocument(text));
  return config.optimSchedulers.map((one) => ({
    ...scheduleOf(config, one.name),
    type: one.scheduler?.type ?? one.type,
    schedulerConf: one.schedulerConf,
    modules: one.updatedModules,
  }));
}

/** The optimizer and its learning rates. */
export function scheduleOf(config: Config, name: string) {
  const one = config.optimSchedulers.find((each) => each.name === name);
  const curve = configCurve(config, { steps: 3000, stepsPerEpoch: 100, sample: 300 }).optimizers;
  return {
    optimType: one?.optimType,
    options: one?.optimizerOptions,
    losses: one?.optimLosses,
    stepPerUpdate: one?.stepPerUpdate,
    lr: Array.from(curve.find((each) => each.name === name)?.lr ?? []),
  };
}
