import { experimentArguments, type Span } from '@optim-sches/schemas';
import { LSPErrorCodes, ResponseError, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { anchorsOf } from '../text/anchors.js';
import { type Occurrences, occurrencesAt } from '../text/occurrences.js';
import type { Feature } from './feature.js';

/** Gives a `!ref` key, an anchor or an OptimScheduler another name, wherever it stands. */
export const rename: Feature = {
  capabilities: ({ prepareRename }) => ({ renameProvider: prepareRename ? { prepareProvider: true } : true }),
  register(session) {
    const { connection } = session;
    connection.onPrepareRename(({ textDocument: { uri }, position }) => {
      const analysis = session.analysis(uri);
      const found = analysis?.relevant ? occurrencesAt(analysis, analysis.offset(position)) : undefined;
      if (!analysis || !found) return null;
      refuse(whyNot(found, analysis));
      return { range: analysis.range(found.at), placeholder: found.name };
    });
    connection.onRenameRequest(({ textDocument: { uri }, position, newName }) => {
      const analysis = session.analysis(uri);
      const found = analysis?.relevant ? occurrencesAt(analysis, analysis.offset(position)) : undefined;
      if (!analysis || !found)
        return refuse(
          'There is nothing here that can be renamed. Put the cursor on a !ref key, an anchor or the name of an OptimScheduler.',
        );
      refuse(whyNot(found, analysis));
      if (newName === found.name) return null;
      refuse(whyNotName(newName, found, analysis));
      return editOf(analysis, [...found.definitions, ...found.uses], newName, session);
    });
  },
};

/** Tells the client why; does nothing where there is no reason. */
function refuse(why: string): never;
function refuse(why: string | undefined): void;
function refuse(why: string | undefined): void {
  if (why !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, why);
}

/** Keys that mean something to whoever runs the file. */
const isFixed = (key: string) =>
  Object.hasOwn(experimentArguments.shape, key) || key === 'optim_sches' || key === 'model';

function whyNot({ kind, name, definitions, uses }: Occurrences, { text }: Analysis): string | undefined {
  if (kind === 'module') return `The module "${name}" is named by the model, so it cannot be renamed here.`;
  if (kind === 'loss') return `The loss "${name}" is named by the model, so it cannot be renamed here.`;
  if (kind === 'key' && isFixed(name))
    return `"${name}" is a setting with this name, not a variable, so it cannot be renamed.`;
  if (definitions.length === 0)
    return kind === 'key'
      ? `There is no key "${name}" in this file to rename. Write it first, or correct the reference.`
      : `No anchor "&${name}" stands above this alias. Write it first, or correct the alias.`;
  const other = [...definitions, ...uses].find(({ start, end }) => text.slice(start, end) !== name);
  if (other)
    return `"${name}" is written with escapes or over several lines in one place, which cannot be replaced safely. Write it plainly there first.`;
  return undefined;
}

/** What YAML 1.1 or 1.2 reads as something else than text. */
const reserved = /^(?:true|false|yes|no|on|off|y|n|null|none)$/i;

const shapes = {
  // In `!ref <a-b>` a later SpeeChain computes.
  key: { allowed: /^[A-Za-z_][\w.]*$/, words: 'letters, digits, _ and ., and begins with a letter or _' },
  anchor: { allowed: /^[\w.-]+$/, words: 'letters, digits, _, - and .' },
  // It is part of a checkpoint's file names.
  optimScheduler: {
    allowed: /^[A-Za-z_][\w.-]*$/,
    words: 'letters, digits, _, - and ., and begins with a letter or _',
  },
} as const;

const nouns = { key: 'key', anchor: 'anchor', optimScheduler: 'OptimScheduler' } as const;

function whyNotName(
  newName: string,
  { kind }: Occurrences,
  { config, document, text }: Analysis,
): string | undefined {
  if (kind === 'module' || kind === 'loss') return undefined;
  const { allowed, words } = shapes[kind];
  if (!allowed.test(newName))
    return `"${newName}" cannot be the name of ${kind === 'key' ? 'a !ref key' : `an ${nouns[kind]}`}: it holds ${words}.`;
  if (kind !== 'anchor' && reserved.test(newName))
    return `"${newName}" is no text to every YAML loader, so it cannot be a name. Choose another one.`;
  const taken = (what: string) => `There is ${what} "${newName}" in this file already. Choose another name.`;
  if (kind === 'key') {
    if (isFixed(newName)) return `"${newName}" is a setting with a meaning of its own. Choose another name.`;
    const { root } = document;
    if (root?.kind === 'map' && root.entries.some(({ key }) => key === newName)) return taken('a key');
  }
  if (kind === 'anchor' && anchorsOf(text).some(({ name }) => name === newName)) return taken('an anchor');
  if (kind === 'optimScheduler') {
    if (newName === 'type' || newName === 'conf')
      return `"${newName}" is a key of every OptimScheduler, so it cannot be the name of one.`;
    const block = config.block?.value;
    if (block?.kind === 'map' && block.entries.some(({ key }) => key === newName))
      return taken('an OptimScheduler');
  }
  return undefined;
}

function editOf(
  { uri, version, range }: Analysis,
  spans: readonly Span[],
  newText: string,
  { client }: Session,
): WorkspaceEdit {
  const edits = spans.map((span): TextEdit => ({ range: range(span), newText }));
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
