import * as vscode from 'vscode';
import type { NewestCheckpoint } from '../runs/checkpoints.js';
import { bytesText, countText, metricText } from '../runs/number-texts.js';
import type { Run } from '../runs/read-run.js';
import type { Ending } from './ending.js';

/** What a user is told of the end of a training, and what can be done then. */
export interface EndingText {
  readonly severity: 'information' | 'error';
  readonly text: string;
  readonly actions: readonly EndingAction[];
}

export type EndingAction = 'showCurve' | 'resume' | 'openTerminal' | 'openProblems' | 'openSettings';

/** What is known of the run when it has ended. */
export interface EndingFacts {
  readonly name: string;
  readonly folder: string;
  readonly run: Run | undefined;
  readonly checkpoint: NewestCheckpoint | undefined;
  readonly freeBytes: number | undefined;
}

/** Says how a training ended: what, why, what to do. */
export function endingText(ending: Ending, facts: EndingFacts): EndingText {
  const { name, folder, run, checkpoint } = facts;
  // Before anything is recorded there is nothing to see or to go on with.
  const resume: EndingAction[] = run === undefined ? [] : ['resume'];
  const curve: EndingAction[] = run?.last === undefined ? [] : ['showCurve'];
  const kept = checkpointText(checkpoint);
  switch (ending.kind) {
    case 'finished':
      return finishedText(facts, curve, resume);
    case 'stopped':
    case 'aborted':
      return {
        severity: 'information',
        text:
          run === undefined
            ? vscode.l10n.t('The training of {0} was stopped before it began.', name)
            : stoppedText(facts),
        actions: resume,
      };
    case 'refused':
      return {
        severity: 'error',
        text: vscode.l10n.t(
          '{0} has errors, so its training was not started and nothing was written. Fix them, and train again.',
          name,
        ),
        actions: ['openProblems', 'openTerminal'],
      };
    case 'failed':
      return {
        severity: 'error',
        text:
          ending.message === undefined
            ? vscode.l10n.t('The training of {0} has failed. Its terminal says why. {1}', name, kept)
            : vscode.l10n.t('The training of {0} has failed: {1} {2}', name, withStop(ending.message), kept),
        actions: ['openTerminal', ...resume],
      };
    case 'diskFull':
      return { severity: 'error', text: diskFullText(facts), actions: [...resume, 'openTerminal'] };
    case 'outOfMemory':
      return {
        severity: 'error',
        text: vscode.l10n.t(
          'Memory ran out in the training of {0}. {1} Use a smaller batch_size or a smaller model, and train again.',
          name,
          kept,
        ),
        actions: ['openTerminal', ...resume],
      };
    case 'killed':
      return {
        severity: 'error',
        text:
          ending.signal === 'SIGKILL'
            ? vscode.l10n.t(
                'The training of {0} was killed from outside (SIGKILL), most likely because the machine ran out of memory. {1} Close other programs, or use a smaller batch_size, and go on.',
                name,
                kept,
              )
            : vscode.l10n.t(
                'The training of {0} was ended by the signal {1}. {2}',
                name,
                ending.signal,
                kept,
              ),
        actions: [...resume, 'openTerminal'],
      };
    case 'oldNode':
      return {
        severity: 'error',
        text: vscode.l10n.t(
          'The runtime needs a newer Node than the {0} of this editor, so {1} was not trained. Update the editor, or name an older optim-sches by the setting optimSches.train.runtime.',
          process.versions.node,
          name,
        ),
        actions: ['openSettings', 'openTerminal'],
      };
    case 'noStart':
      return {
        severity: 'error',
        text: vscode.l10n.t(
          '{0} could not be trained, because the training program did not start: {1}',
          name,
          withStop(ending.message ?? folder),
        ),
        actions: ['openSettings', 'openTerminal'],
      };
  }
}

function finishedText({ name, run }: EndingFacts, curve: EndingAction[], resume: EndingAction[]): EndingText {
  const step = countText(run?.file.ended?.step ?? run?.last?.step ?? 0, vscode.env.language);
  const best =
    run?.best &&
    ` ${vscode.l10n.t('Best: {0} in epoch {1}.', metricText(run.best.metric, run.best.value), run.best.epoch)}`;
  const outcome = run?.file.ended?.outcome;
  const text =
    outcome === 'early-stopping'
      ? vscode.l10n.t(
          'The training of {0} stopped early after {1} steps: there was no improvement for long.',
          name,
          step,
        )
      : outcome === 'max-steps'
        ? vscode.l10n.t('The training of {0} stopped after {1} steps, as it was asked to.', name, step)
        : vscode.l10n.t('The training of {0} has finished after {1} steps.', name, step);
  return {
    severity: 'information',
    text: text + (best ?? ''),
    actions: [...curve, ...(outcome === 'max-steps' ? resume : [])],
  };
}

function stoppedText({ name, run, checkpoint }: EndingFacts): string {
  const ended = run?.file.ended;
  // A second Ctrl-C leaves no time for saving, and no `ended`.
  if (ended?.outcome === 'interrupted')
    return vscode.l10n.t(
      'The training of {0} was stopped after step {1} and is saved.',
      name,
      countText(ended.step, vscode.env.language),
    );
  return vscode.l10n.t('The training of {0} was ended at once. {1}', name, checkpointText(checkpoint));
}

function diskFullText({ name, folder, checkpoint, freeBytes }: EndingFacts): string {
  const { language } = vscode.env;
  const what = vscode.l10n.t(
    'The disk is full, so the training of {0} has ended. It writes to {1}.',
    name,
    folder,
  );
  const sizes = [
    ...(checkpoint ? [vscode.l10n.t('A checkpoint takes {0}.', bytesText(checkpoint.bytes, language))] : []),
    ...(freeBytes === undefined ? [] : [vscode.l10n.t('{0} are free.', bytesText(freeBytes, language))]),
  ];
  return [what, ...sizes, checkpointText(checkpoint), vscode.l10n.t('Free some space, and go on.')].join(' ');
}

/** What is not lost. */
function checkpointText(checkpoint: NewestCheckpoint | undefined): string {
  return checkpoint === undefined
    ? vscode.l10n.t('There is no checkpoint yet.')
    : vscode.l10n.t(
        'Its last checkpoint is that of step {0}.',
        countText(checkpoint.step, vscode.env.language),
      );
}

const withStop = (text: string) => (/[.!?:]$/.test(text) ? text : `${text}.`);
