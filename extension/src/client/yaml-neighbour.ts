import * as vscode from 'vscode';

/** The extension by Red Hat that serves YAML in general. */
const neighbour = 'redhat.vscode-yaml';

/** Problems of YAML itself, which it reports as well: both were given the same broken files. */
const sharedCodes = [
  'yaml-alias',
  'yaml-conflict-marker',
  'yaml-duplicate-key',
  'yaml-syntax',
  'yaml-tab',
  'yaml-unknown-tag',
];

/**
 * The settings as the server gets them: where the YAML extension checks the syntax of YAML, this one leaves it to it, so that a
 * mistake has one problem. What the reader has set of these problems stays in force.
 */
export function besideYaml(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !checksSyntax()) return settings;
  const { severities } = settings as { severities?: Record<string, unknown> };
  const off = Object.fromEntries(sharedCodes.map((code) => [code, 'off']));
  return { ...settings, severities: { ...off, ...severities } };
}

function checksSyntax(): boolean {
  if (!vscode.extensions.getExtension(neighbour)) return false;
  return vscode.workspace.getConfiguration('yaml').get<boolean>('validate', true);
}
