import * as vscode from 'vscode';

/** The HTML that the panel's page starts from: it may load its own script and style, and nothing from anywhere else. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data: blob:`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  // `<` is the one character that could end the element from inside JSON.
  const words = JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${file('page.css')}">
<title>${vscode.l10n.t('Learning Rate')}</title>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="words">${words}</script>
<script nonce="${nonce}" src="${file('page.js')}"></script>
</body>
</html>`;
}
