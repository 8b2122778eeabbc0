import type { PictureTheme } from '@optim-sches/schemas';
import type { InitializeParams } from 'vscode-languageserver';

/** What the client can do, as far as it matters here. */
export interface Client {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  /** Whether the docs of a completion item may be Markdown. */
  readonly completionMarkdown: boolean;
  /** Whether items may say how their lines are to be indented. */
  readonly insertTextModes: boolean;
  readonly commitCharacters: boolean;
  /** Whether items may be marked as deprecated. */
  readonly completionTags: boolean;
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly documentChanges: boolean;
  readonly nestedSymbols: boolean;
  readonly prepareRename: boolean;
  readonly linkTooltips: boolean;
  readonly markdown: boolean;
  readonly configuration: boolean;
  readonly dynamicConfiguration: boolean;
  readonly watchFiles: boolean;
  /** Whether code actions may be more than commands. */
  readonly codeActionLiterals: boolean;
  /** Whether the edit of a code action may be asked for later. */
  readonly resolveCodeActionEdits: boolean;
  /** Whether it shows code actions that cannot be taken, with the reason. */
  readonly disabledCodeActions: boolean;
  readonly refreshInlayHints: boolean;
  readonly refreshCodeLens: boolean;
  /** Whether it shows pictures in hovers: it says so in its initializationOptions (`pictures: true`). */
  readonly pictures: boolean;
  /** Whether it reads files for a server that cannot, from its initializationOptions (`files: true`). */
  readonly files: boolean;
  /** The commands that it offers to code lenses (`optimSches.preview`), from its initializationOptions. */
  readonly commands: readonly string[];
}

/** The theme that pictures are drawn for; a client may change it (`optimSches/theme`). */
export const defaultTheme: PictureTheme = 'neutral';

/** Reads what the client told at its start. */
export function readClient({ capabilities, initializationOptions }: InitializeParams): Client {
  const { textDocument, workspace } = capabilities;
  const options: Record<string, unknown> =
    typeof initializationOptions === 'object' && initializationOptions !== null ? initializationOptions : {};
  const item = textDocument?.completion?.completionItem;
  const commands = Array.isArray(options.commands) ? options.commands : [];
  return {
    snippets: item?.snippetSupport ?? false,
    insertReplace: item?.insertReplaceSupport ?? false,
    labelDetails: item?.labelDetailsSupport ?? false,
    completionMarkdown: item?.documentationFormat?.includes('markdown') ?? false,
    insertTextModes: item?.insertTextModeSupport !== undefined,
    commitCharacters: item?.commitCharactersSupport ?? false,
    completionTags: item?.tagSupport !== undefined,
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    prepareRename: textDocument?.rename?.prepareSupport ?? false,
    linkTooltips: textDocument?.documentLink?.tooltipSupport ?? false,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    configuration: workspace?.configuration ?? false,
    dynamicConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    resolveCodeActionEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
    disabledCodeActions: textDocument?.codeAction?.disabledSupport ?? false,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport ?? false,
    refreshCodeLens: workspace?.codeLens?.refreshSupport ?? false,
    pictures: options.pictures === true,
    files: options.files === true,
    commands: commands.filter((command): command is string => typeof command === 'string'),
  };
}
