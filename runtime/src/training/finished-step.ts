import { realStepOf } from '@optim-sches/schemas';
import type { StepOutcome } from '../optim-schedulers/micro-step.js';
import type { Run } from './run.js';

/** What a training step came to. */
export interface FinishedStep {
  readonly step: number;
  readonly epoch: number;
  readonly losses: Readonly<Record<string, number>>;
  /** The names of the losses that are minimized. */
  readonly wanted: readonly string[];
  /** Of the OptimSchedulers that had something to do; of none when a wanted loss is not finite. */
  readonly outcomes: readonly { readonly name: string; readonly outcome: StepOutcome }[];
  /** The learning rate in each optimizer after it. */
  readonly lr: Readonly<Record<string, number>>;
}

/** The first wanted loss that is infinite or NaN: it lets all OptimSchedulers skip the step. */
export function badLoss({ wanted, losses }: Pick<FinishedStep, 'wanted' | 'losses'>): string | undefined {
  return wanted.find((name) => name in losses && !Number.isFinite(losses[name]));
}

/** Records a training step, and adds its losses to the epoch's means. */
export function record({ settings, position, recorder }: Run, finished: FinishedStep): void {
  const { step, epoch, losses, outcomes, lr } = finished;
  const gradNorm: Record<string, number> = {};
  for (const { name, outcome } of outcomes) {
    if (outcome.gradNorm !== undefined) gradNorm[name] = outcome.gradNorm;
    if (outcome.message !== undefined) recorder.notice(`${name}: ${outcome.message}`);
  }
  const realStep = realStepOf(step, settings.accumGrad);
  const whole = { step, realStep, epoch, time: Date.now() / 1000, losses, lr, gradNorm };
  const bad = badLoss(finished);
  if (bad !== undefined) {
    const skipped = `The loss ${bad} is ${losses[bad]}: training step ${step} is skipped for all OptimSchedulers.`;
    recorder.notice(skipped);
    recorder.step({ ...whole, skipped });
    return;
  }
  for (const [name, value] of Object.entries(losses))
    position.sums[name] = (position.sums[name] ?? 0) + value;
  position.count += 1;
  recorder.step(whole);
}
