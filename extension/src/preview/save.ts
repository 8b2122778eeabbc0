import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import { folderOf } from './sources.js';

const kinds = { svg: 'SVG', png: 'PNG', csv: 'CSV' } as const;

export type Format = keyof typeof kinds;

/** Asks where to, and writes a file there. */
export async function save(source: vscode.Uri, format: Format, content: string | Uint8Array): Promise<void> {
  const name = source.path.replace(/.*\//, '').replace(/\.ya?ml$/i, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderOf(source), `${name}-learning-rate.${format}`),
    filters: { [kinds[format]]: [format] },
  });
  if (!target) return;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The curve could not be saved as {0}: {1}', target.fsPath, reason),
    );
  }
}

/** So many lines a spreadsheet still opens. */
export const mostLines = 100_000;

/** The numbers of a curve: a line for each step, a column for each OptimScheduler. */
export function csvOf({ stepsPerEpoch, optimizers }: CurveAnswer): string {
  const names = Object.keys(optimizers);
  const columns = names.map(
    (name) => new Map(optimizers[name]?.steps.map((step, at) => [step, optimizers[name]?.lr[at]])),
  );
  const steps = [...new Set(names.flatMap((name) => [...(optimizers[name]?.steps ?? [])]))].sort(
    (a, b) => a - b,
  );
  const lines = steps.map((step) =>
    [step, step / stepsPerEpoch, ...columns.map((column) => column.get(step) ?? '')].join(','),
  );
  return `${[['step', 'epoch', ...names.map(quoted)].join(','), ...lines].join('\n')}\n`;
}

/** RFC 4180. */
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
