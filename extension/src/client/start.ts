import {
  clientCommands,
  commands,
  type InitializationOptions,
  settingsSection,
} from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { watchCrashes } from './crashes.js';
import { answerFiles } from './files.js';
import type { MakeClient, Server } from './language-client.js';
import { tellTheme } from './theme.js';
import { besideYaml } from './yaml-neighbour.js';

/** What stands next to a configuration and may change what it says. */
const watched = '**/*.{yaml,yml,py,ts,mts,js,mjs}';

/** Starts the language server and keeps it running as long as the extension. */
export async function startServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  { makeClient, canTrain }: { readonly makeClient: MakeClient; readonly canTrain: boolean },
): Promise<Server> {
  const ready = new vscode.EventEmitter<void>();
  const crashes = watchCrashes(log, () => server.restart());
  const watcher = vscode.workspace.createFileSystemWatcher(watched);
  const client = await makeClient(optionsOf(log, { canTrain, watcher, crashes: crashes.handler }));
  const server: Server = {
    curve: (question) => ask(client, commands.curve, question),
    drag: (question) => ask(client, commands.drag, question),
    explain: (question) => ask(client, commands.explain, question),
    async restart() {
      crashes.forget();
      if (client.state === State.Running) await client.stop();
      await client.start();
    },
    onReady: (listener) => {
      if (client.state === State.Running) listener();
      return ready.event(listener);
    },
  };
  context.subscriptions.push(
    ready,
    watcher,
    answerFiles(client),
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      tellTheme(client);
      ready.fire();
    }),
    vscode.window.onDidChangeActiveColorTheme(() => {
      if (client.state === State.Running) tellTheme(client);
    }),
    // The YAML extension may have come or gone, which decides what is left to it.
    vscode.extensions.onDidChange(() => {
      if (client.state === State.Running)
        void client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    }),
    {
      dispose() {
        if (client.needsStop()) void client.stop();
      },
    },
  );
  await client.start();
  return server;
}

function ask<Answer>(client: BaseLanguageClient, command: string, question: unknown): Promise<Answer> {
  return client.sendRequest<Answer>('workspace/executeCommand', { command, arguments: [question] });
}

interface Options {
  readonly canTrain: boolean;
  readonly watcher: vscode.FileSystemWatcher;
  readonly crashes: NonNullable<LanguageClientOptions['errorHandler']>;
}

function optionsOf(
  log: vscode.LogOutputChannel,
  { canTrain, watcher, crashes }: Options,
): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    pictures: true,
    files: true,
    commands: canTrain ? Object.values(clientCommands) : [clientCommands.preview],
  };
  return {
    documentSelector: [{ language: 'yaml' }],
    outputChannel: log,
    initializationOptions,
    errorHandler: crashes,
    synchronize: { fileEvents: watcher },
    diagnosticPullOptions: { onChange: true, onTabs: true },
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      workspace: {
        async configuration(params, token, next) {
          const answers = await next(params, token);
          if (!Array.isArray(answers)) return answers;
          return params.items.map(({ section }, at) =>
            section === settingsSection ? besideYaml(answers[at]) : answers[at],
          );
        },
      },
    },
  };
}
