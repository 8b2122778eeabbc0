import { basename } from 'node:path';
import * as vscode from 'vscode';
import { tableOf } from '../train/status-text.js';
import { agoText, countText, lrText, metricText, numbersText, numberText } from './number-texts.js';
import type { Run } from './read-run.js';
import { timeOf } from './run-store.js';

/** A row of the history: a run, or something that is known of one. */
export type RunNode =
  | { readonly kind: 'run'; readonly uri: vscode.Uri; readonly run: Run }
  | { readonly kind: 'fact'; readonly run: Run; readonly fact: Fact };

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly icon: string;
  readonly command?: vscode.Command;
}

/** The row of a run. */
export function runItem(run: Run): vscode.TreeItem {
  const item = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.Collapsed);
  const uri = vscode.Uri.file(run.folder);
  item.id = uri.toString();
  item.description = descriptionOf(run);
  item.contextValue = `run.${run.state}`;
  item.iconPath = iconOf(run);
  item.accessibilityInformation = { label: [run.name, stateText(run), item.description].join(', ') };
  item.command = {
    command: 'optimSches.runs.showCurve',
    title: vscode.l10n.t('Show Curve'),
    arguments: [{ uri }],
  };
  return item;
}

/** What is shown below the row of a run. */
export function factsOf(run: Run): Fact[] {
  const { file, best, last, folder } = run;
  const config = vscode.Uri.file(file.config);
  const facts: (Fact | undefined)[] = [
    {
      label: vscode.l10n.t('Configuration'),
      value: vscode.workspace.asRelativePath(config),
      icon: 'file',
      command: {
        command: 'optimSches.runs.openConfiguration',
        title: vscode.l10n.t('Open Configuration'),
        arguments: [{ uri: vscode.Uri.file(folder) }],
      },
    },
    best && {
      label: vscode.l10n.t('Best'),
      value: vscode.l10n.t(
        '{0} {1} (epoch {2}, step {3})',
        best.group,
        metricText(best.metric, best.value),
        best.epoch,
        best.step,
      ),
      icon: 'star',
    },
    last && { label: vscode.l10n.t('Losses'), value: numbersText(last.losses), icon: 'graph-line' },
    last && { label: vscode.l10n.t('Learning rate'), value: lrText(last.lr), icon: 'dashboard' },
    { label: vscode.l10n.t('Started'), value: dateText(file.started), icon: 'calendar' },
    file.backend === undefined
      ? undefined
      : {
          label: vscode.l10n.t('Backend'),
          value: [file.backend, file.version && `optim-sches ${file.version}`].filter(Boolean).join(', '),
          icon: 'chip',
        },
    {
      label: vscode.l10n.t('Folder'),
      value: vscode.workspace.asRelativePath(folder),
      icon: 'folder',
      command: {
        command: 'optimSches.runs.openFolder',
        title: vscode.l10n.t('Open Folder'),
        arguments: [{ uri: vscode.Uri.file(folder) }],
      },
    },
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** The row of a fact. */
export function factItem({ label, value, icon, command }: Fact): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = value;
  item.tooltip = `${label}: ${value}`;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = 'fact';
  if (command) item.command = command;
  return item;
}

/** All about a run, under the pointer. */
export function tooltipOf(run: Run): vscode.MarkdownString {
  const { file, best, last, folder } = run;
  const rows: [string, string][] = [[vscode.l10n.t('State'), stateText(run)]];
  if (file.ended?.reason) rows.push([vscode.l10n.t('Reason'), file.ended.reason]);
  if (last) rows.push([vscode.l10n.t('Step'), stepText(run)]);
  if (best) {
    const value = `${best.group} ${best.metric} ${numberText(best.value)}`;
    rows.push([
      vscode.l10n.t('Best'),
      vscode.l10n.t('{0} (epoch {1}, step {2})', value, best.epoch, best.step),
    ]);
  }
  if (last) rows.push([vscode.l10n.t('Losses'), numbersText(last.losses)]);
  if (last) rows.push([vscode.l10n.t('Learning rate'), lrText(last.lr)]);
  rows.push([vscode.l10n.t('Started'), dateText(file.started)]);
  for (const time of file.resumed) rows.push([vscode.l10n.t('Resumed'), dateText(time)]);
  rows.push([vscode.l10n.t('Folder'), folder]);
  return tableOf(basename(folder), rows);
}

/** The state of a run in words. */
export function stateText({ state, file }: Run): string {
  switch (state) {
    case 'running':
      return vscode.l10n.t('in training');
    case 'finished':
      return file.ended?.outcome === 'early-stopping'
        ? vscode.l10n.t('stopped early, without improvement')
        : vscode.l10n.t('finished');
    case 'stopped':
      return vscode.l10n.t('stopped, can go on');
    case 'crashed':
      return file.ended?.outcome === 'failed'
        ? vscode.l10n.t('failed')
        : vscode.l10n.t('killed, can go on from its last checkpoint');
  }
}

/** `PER 15.7 · 1,000 / 1,000 · 2h ago`. */
function descriptionOf(run: Run): string {
  const { best, last } = run;
  return [
    ...(best ? [metricText(best.metric, best.value)] : []),
    ...(last ? [stepText(run)] : []),
    agoText(timeOf(run), Date.now(), vscode.env.language),
  ].join(' · ');
}

function stepText({ file, last }: Run): string {
  const number = (value: number) => countText(value, vscode.env.language);
  const step = number(last?.step ?? 0);
  return file.totalSteps === undefined ? step : `${step} / ${number(file.totalSteps)}`;
}

function iconOf({ state }: Run): vscode.ThemeIcon {
  switch (state) {
    case 'running':
      return new vscode.ThemeIcon('loading~spin');
    case 'finished':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'stopped':
      return new vscode.ThemeIcon('debug-pause');
    case 'crashed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  }
}

const dateText = (time: string): string =>
  new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(time),
  );
