import { codeAction } from './code-action.js';
import { codeLens } from './code-lens.js';
import { completion } from './completion.js';
import { definition } from './definition.js';
import { diagnostics } from './diagnostics.js';
import { documentHighlight } from './document-highlight.js';
import { documentLink } from './document-link.js';
import { documentSymbol } from './document-symbol.js';
import { executeCommand } from './execute-command.js';
import type { Feature } from './feature.js';
import { foldingRange } from './folding-range.js';
import { formatting } from './formatting.js';
import { hover } from './hover.js';
import { inlayHint } from './inlay-hint.js';
import { references } from './references.js';
import { rename } from './rename.js';
import { selectionRange } from './selection-range.js';
import { semanticTokens } from './semantic-tokens.js';
import { workspaceSymbol } from './workspace-symbol.js';

/** Every feature there is; docs/features.md lists the requests. */
export const features: readonly Feature[] = [
  diagnostics,
  hover,
  codeAction,
  codeLens,
  completion,
  executeCommand,
  inlayHint,
  definition,
  documentHighlight,
  documentLink,
  documentSymbol,
  foldingRange,
  formatting,
  references,
  rename,
  selectionRange,
  semanticTokens,
  workspaceSymbol,
];
