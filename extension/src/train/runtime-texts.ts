import * as vscode from 'vscode';
import type { NoRuntime, Runtime } from './runtime.js';

/** Which runtime trains: `optim-sches 0.1.0 of this workspace, Node 22.1.0`. */
export function runtimeText({ origin, version = '?', script }: Runtime): string {
  const node = process.versions.node;
  switch (origin) {
    case 'setting':
      return vscode.l10n.t(
        'optim-sches {0} by the setting optimSches.train.runtime ({1}), Node {2}',
        version,
        script,
        node,
      );
    case 'workspace':
      return vscode.l10n.t('optim-sches {0} of this workspace ({1}), Node {2}', version, script, node);
    case 'bundled':
      return vscode.l10n.t('optim-sches {0} of the extension, Node {1}', version, node);
  }
}

/** Why nothing can train, and what to do. */
export function noRuntimeText({ missing, path }: NoRuntime): string {
  if (missing === 'setting')
    return vscode.l10n.t(
      'The setting optimSches.train.runtime names {0}, where there is no optim-sches. Name its script or the folder of its package, or leave the setting empty.',
      path,
    );
  return vscode.l10n.t(
    'The runtime of the extension is missing ({0}). Install the extension again, or install optim-sches in the workspace: npm install optim-sches.',
    path,
  );
}
