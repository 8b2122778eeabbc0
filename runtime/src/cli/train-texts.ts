import { modulesOf } from '../optim-schedulers/own-parameters.js';
import type { Best } from '../training/monitor.js';
import type { Prepared } from '../training/prepare.js';
import type { Outcome } from '../training/run.js';
import { durationText, numberText } from '../training/texts.js';

const counted = (value: number) => value.toLocaleString('en-GB');
const count = (value: number, what: string) => `${counted(value)} ${what}${value === 1 ? '' : 's'}`;

/** What is trained, one line each. */
export function headerLines(prepared: Prepared, backend: string, runFolder: string): string[] {
  const { settings, modelType, model, data, optimSchedulers } = prepared;
  const { accumGrad } = settings.experiment;
  const sizes = modulesOf(model.parameters).map(
    (module) => `${module} ${counted(parameterCount(prepared, module))}`,
  );
  const steps = settings.numEpochs * data.train.data.length;
  const realSteps =
    accumGrad === 1 ? '' : ` (${count(Math.floor(steps / accumGrad), 'real step')} of ${accumGrad})`;
  const valid =
    data.valid === undefined ? '' : `, validation ${data.valid.type}: ${counted(data.valid.data.length)}`;
  return [
    `model        ${modelType}, ${count(parameterCount(prepared), 'parameter')} (${sizes.join(', ')})`,
    `data         ${data.train.type}: ${counted(data.train.data.length)} batches an epoch${valid}`,
    `length       ${count(settings.numEpochs, 'epoch')}, ${count(steps, 'training step')}${realSteps}`,
    ...optimSchedulers.map((each) => `The ${each.name} OptimScheduler: ${each}`),
    `backend      ${backend}`,
    `run folder   ${runFolder}`,
    ...(settings.withoutEffect.length === 0
      ? []
      : [`no effect    ${settings.withoutEffect.join(', ')} (written in the file, without meaning here)`]),
  ];
}

function parameterCount({ model }: Prepared, module?: string): number {
  return [...model.parameters]
    .filter(([name]) => module === undefined || name.split('.', 1)[0] === module)
    .reduce((sum, [, { size }]) => sum + size, 0);
}

export interface Ending {
  readonly outcome: Outcome;
  readonly step: number;
  readonly seconds: number;
  /** Losses of the last training step of this process. */
  readonly losses: Readonly<Record<string, number>> | undefined;
  /** As the user would write it. */
  readonly runFolder: string;
  readonly checkpoint: string;
  readonly best: string | undefined;
  readonly patience: number | null;
}

/** How it ended, where the model is, and how to go on. */
export function endLines(ending: Ending): string[] {
  const { outcome, step, seconds, losses, runFolder, checkpoint, best } = ending;
  const final = Object.entries(losses ?? {}).map(
    ([name, value]) => `${name} ${Number(value.toPrecision(7))}`,
  );
  const how = {
    finished: `Finished after ${count(step, 'training step')}`,
    'early-stopping': `Stopped early after ${count(step, 'training step')}: no improvement for more than ${count(ending.patience ?? 0, 'epoch')}`,
    'max-steps': `Stopped after ${count(step, 'training step')}, as --max-steps asked`,
    interrupted: `Stopped after ${count(step, 'training step')}`,
  }[outcome];
  const isResumable = outcome === 'interrupted' || outcome === 'max-steps';
  return [
    `${how} (${durationText(seconds)}).`,
    ...(final.length === 0 ? [] : [`final loss   ${final.join(', ')}`]),
    ...(best === undefined ? [] : [`best         ${best}`]),
    `last model   ${checkpoint}/model.safetensors`,
    ...(isResumable ? [`go on with   optim-sches train --resume ${runFolder}`] : []),
  ];
}

/** The best epoch by the first criterion: `valid per 15.9 (epoch 8)`; undefined before there is one. */
export function bestText([best]: readonly Best[]): string | undefined {
  const [first] = best?.epochs ?? [];
  if (best === undefined || first === undefined) return undefined;
  const { group, metric } = best.criterion;
  return `${group} ${metric} ${numberText(first.value)} (epoch ${first.epoch})`;
}
