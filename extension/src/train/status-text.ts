import * as vscode from 'vscode';
import type { StepLine } from '../runs/metrics-line.js';
import { countText, durationText, lrText, metricText, numbersText } from '../runs/number-texts.js';
import { lastStepOf } from '../runs/read-run.js';
import type { Best, RunFile } from '../runs/run-file.js';
import type { Ending } from './ending.js';

/** What the status bar knows of a training. */
export interface StatusFacts {
  readonly name: string;
  readonly folder: string;
  readonly file: RunFile | undefined;
  readonly last: StepLine | undefined;
  readonly perSecond: number | undefined;
  readonly isStopping: boolean;
  /** Other trainings in progress. */
  readonly others: number;
}

/** `quick · step 120 / 1,000 · loss 1.230 · 2 min left (+1)`. */
export function progressText(facts: StatusFacts): string {
  const { name, file, last, isStopping, others } = facts;
  const parts =
    last === undefined
      ? [vscode.l10n.t('starting')]
      : [stepText(last, file), numbersText(firstOf(last.losses))];
  const left = secondsLeft(facts);
  if (isStopping) parts.push(vscode.l10n.t('stopping'));
  else if (left !== undefined) parts.push(vscode.l10n.t('{0} left', durationText(left, vscode.env.language)));
  const more = others === 0 ? '' : ` (+${others})`;
  return `$(loading~spin) ${[name, ...parts].filter((part) => part !== '').join(' · ')}${more}`;
}

/** All about a training in progress. */
export function progressTooltip(facts: StatusFacts): vscode.MarkdownString {
  const { name, folder, file, last, perSecond } = facts;
  const rows: [string, string][] = [];
  if (last !== undefined) {
    rows.push([vscode.l10n.t('Step'), stepText(last, file, false)]);
    rows.push([
      vscode.l10n.t('Epoch'),
      [last.epoch, file?.numEpochs].filter((each) => each !== undefined).join(' / '),
    ]);
    for (const [loss, value] of Object.entries(last.losses))
      rows.push([loss, numbersText({ [loss]: value }).slice(loss.length + 1)]);
    for (const [optimizer, value] of Object.entries(last.lr))
      rows.push([vscode.l10n.t('Learning rate of {0}', optimizer), lrText({ [optimizer]: value })]);
  }
  if (perSecond !== undefined)
    rows.push([vscode.l10n.t('Speed'), vscode.l10n.t('{0} steps a second', perSecond.toFixed(1))]);
  rows.push([vscode.l10n.t('Run folder'), folder]);
  return tableOf(vscode.l10n.t('Training {0}', name), rows);
}

/** How a training ended, for the minute after. */
export function endedText(
  name: string,
  { kind }: Ending,
  step: number | undefined,
  best: Best | undefined,
): string {
  const steps = step === undefined ? [] : [vscode.l10n.t('step {0}', countText(step, vscode.env.language))];
  const [icon, how] =
    kind === 'finished'
      ? ['$(check)', best ? metricText(best.metric, best.value) : vscode.l10n.t('finished')]
      : kind === 'stopped' || kind === 'aborted'
        ? ['$(debug-pause)', vscode.l10n.t('stopped')]
        : ['$(warning)', vscode.l10n.t('failed')];
  return `${icon} ${[name, ...steps, how].join(' · ')}`;
}

/** A heading and a table of two columns. */
export function tableOf(
  heading: string,
  rows: readonly (readonly [string, string])[],
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.appendMarkdown('**').appendText(heading).appendMarkdown('**\n\n| | |\n|---|---|\n');
  for (const [key, value] of rows)
    markdown
      .appendMarkdown('| ')
      .appendText(cell(key))
      .appendMarkdown(' | ')
      .appendText(cell(value))
      .appendMarkdown(' |\n');
  return markdown;
}

// A bar or a line break would end the cell.
const cell = (text: string) => text.replaceAll('|', '¦').replace(/\s+/g, ' ');

function stepText({ step }: StepLine, file: RunFile | undefined, named = true): string {
  const end = file && lastStepOf(file);
  const number = (value: number) => countText(value, vscode.env.language);
  const text = end === undefined ? number(step) : `${number(step)} / ${number(end)}`;
  return named ? vscode.l10n.t('step {0}', text) : text;
}

function firstOf(losses: Readonly<Record<string, number>>): Record<string, number> {
  const [first] = Object.entries(losses);
  return first === undefined ? {} : { [first[0]]: first[1] };
}

function secondsLeft({ file, last, perSecond }: StatusFacts): number | undefined {
  const end = file && lastStepOf(file);
  if (end === undefined || last === undefined || !perSecond || last.step >= end) return undefined;
  return (end - last.step) / perSecond;
}
