import type { Entry, MapValue, OptimSchedulerConf, Span } from '@optim-sches/schemas';
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import { detailOf, labelOf } from '../text/labels.js';
import type { Feature } from './feature.js';

/** The outline of a file: its keys, with every OptimScheduler named after what it is. */
export const documentSymbol: Feature = {
  capabilities: () => ({ documentSymbolProvider: { label: 'optim-sches' } }),
  register(session) {
    session.connection.onDocumentSymbol(({ textDocument: { uri } }) => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      const symbols = outlineOf(analysis);
      return session.client.nestedSymbols ? symbols : flat(symbols, uri);
    });
  },
};

/** The keys of a file as a tree. */
export function outlineOf(analysis: Analysis): DocumentSymbol[] {
  const { config, document, range } = analysis;
  const own = new Map<MapValue, OptimSchedulerConf>(
    config.linked ? [] : config.optimSchedulers.map((one) => [one.node, one]),
  );
  const symbolOf = (entry: Entry, within: Span): DocumentSymbol => {
    const { key, keySpan, value } = entry;
    // What an alias or `!ref` stands for was written elsewhere; a symbol's parts lie within it.
    const span = { start: keySpan.start, end: Math.min(Math.max(keySpan.end, value.span.end), within.end) };
    const one = value.kind === 'map' ? own.get(value) : undefined;
    const children = value.kind === 'map' && value.via === undefined ? entriesOf(value) : [];
    return {
      name: one ? labelOf(one, key) : key || '""',
      detail: detailOf(value),
      kind: one ? SymbolKind.Class : kindOf(entry),
      range: range(span),
      selectionRange: range(keySpan),
      ...(children.length > 0 ? { children: children.map((child) => symbolOf(child, span)) } : {}),
    };
  };
  const { root } = document;
  const whole = { start: 0, end: document.text.length };
  return root?.kind === 'map' ? entriesOf(root).map((entry) => symbolOf(entry, whole)) : [];
}

/** What `<<` brings was written elsewhere. */
const entriesOf = ({ entries }: MapValue) => entries.filter(({ value }) => value.via !== 'merge');

function kindOf({ key, value }: Entry): SymbolKind {
  if (key === 'optim_sches' || key === 'train_cfg') return SymbolKind.Module;
  switch (value.kind) {
    case 'map':
      return SymbolKind.Object;
    case 'list':
    case 'tuple':
      return SymbolKind.Array;
    case 'int':
    case 'float':
      return SymbolKind.Number;
    case 'bool':
      return SymbolKind.Boolean;
    case 'null':
      return SymbolKind.Null;
    default:
      return SymbolKind.String;
  }
}

/** For clients that show no trees: each symbol with the name of the one around it. */
function flat(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flat(children ?? [], uri, name),
  ]);
}
