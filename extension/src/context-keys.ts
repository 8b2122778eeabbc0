import * as vscode from 'vscode';

/** The keys that are looked for are near the beginning of a line; this is cheap enough for every keystroke. */
const pattern = /^[ \t]*["']?(?:optim_sches|train_cfg)["']?[ \t]*:/m;

/** Whether a document may have a learning-rate curve: the server alone knows for certain. */
export const mayHaveCurve = (document: vscode.TextDocument): boolean =>
  document.languageId === 'yaml' && pattern.test(document.getText());

/** Keeps `optimSches.hasCurve` true while the active editor shows a configuration: buttons and keys depend on it. */
export function keepContextKeys(context: vscode.ExtensionContext): void {
  let before: boolean | undefined;
  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    const has = document !== undefined && mayHaveCurve(document);
    if (has === before) return;
    before = has;
    void vscode.commands.executeCommand('setContext', 'optimSches.hasCurve', has);
  };
  update();
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidOpenTextDocument(update),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) update();
    }),
  );
}
