import * as vscode from 'vscode';
import { factItem, factsOf, type RunNode, runItem, tooltipOf } from './run-item.js';
import type { RunStore } from './run-store.js';

/** The history as a tree: runs, and what is known of each. */
export class RunTree implements vscode.TreeDataProvider<RunNode> {
  readonly #store: RunStore;
  readonly #onDidChangeTreeData = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(store: RunStore) {
    this.#store = store;
    store.onDidChange(() => this.#onDidChangeTreeData.fire(undefined));
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    return node.kind === 'run' ? runItem(node.run) : factItem(node.fact);
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (node === undefined) {
      const runs = await this.#store.all();
      return runs.map((run) => ({ kind: 'run', uri: vscode.Uri.file(run.folder), run }));
    }
    const { run } = node;
    return node.kind === 'run' ? factsOf(run).map((fact) => ({ kind: 'fact', run, fact })) : [];
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunNode): vscode.TreeItem {
    if (node.kind === 'run') item.tooltip = tooltipOf(node.run);
    return item;
  }
}
