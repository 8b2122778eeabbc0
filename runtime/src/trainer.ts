import { setImmediate } from 'node:timers/promises';
import { lossGradients } from './autograd.js';
import { captured, captureNotices } from './backends/capture.js';
import { BatchesAhead } from './training/batches-ahead.js';
import type { StepRecord } from './training/metrics.js';
import { evaluateRealStep, readLosses } from './training/real-step.js';
import type { Outcome, Run } from './training/run.js';
import { stepSeed } from './training/seeds.js';

/**
 * Trains until the last epoch, early stopping, `maxSteps` or the user's wish, with a checkpoint at the end of every
 * epoch, now and then between, and before it returns. Goes on from the run's position.
 */
export async function train(run: Run): Promise<Outcome> {
  const { settings, position, monitor, checkpoints, recorder } = run;
  const batches = new BatchesAhead(run.train);
  checkpoints.begin(run);
  while (position.epoch <= settings.numEpochs && !monitor.hasStopped) {
    while (position.index < run.train.length) {
      const reason = reasonToStop(run);
      if (reason !== undefined || checkpoints.isDue(position.step)) await checkpoints.save(run);
      if (reason !== undefined) return reason;
      recorder.step(await captured(() => trainStep(run, batches)));
      for (const notice of captureNotices()) recorder.notice(notice);
      // One turn of the event loop, in which a signal is seen.
      await setImmediate();
    }
    await finishEpoch(run);
    await checkpoints.save(run);
  }
  return monitor.hasStopped ? 'early-stopping' : 'finished';
}

/** One training step: data, forward, backward, accumulate, clip, step. */
async function trainStep(run: Run, batches: BatchesAhead): Promise<StepRecord> {
  const { settings, position, optimSchedulers } = run;
  const { epoch, index } = position;
  const step = position.step + 1;
  const batch = batches.take(epoch, index);
  const wanted = wantedLosses(run);
  const due = optimSchedulers.filter((each) => each.updatesIn(step));

  const { losses, gradients } = lossGradients(
    () => run.model.forward(batch, { training: true, seed: stepSeed(settings.seed, step), losses: wanted }),
    due.map((each) => each.gradientRequest()),
  );
  for (const [order, each] of due.entries()) each.stageGradients(step, gradients[order] ?? []);
  // What follows waits for the device, once for the losses and the norms.
  batches.prepare(epoch, index + 1);
  const values = await readLosses(losses);
  Object.assign(position, { step, index: index + 1 });

  const gradNorm: Record<string, number> = {};
  const bad = wanted.find((name) => name in values && !Number.isFinite(values[name]));
  for (const each of due) {
    if (bad !== undefined) {
      each.discardGradients();
      continue;
    }
    const outcome = await each.step({
      step,
      epoch,
      evaluate: (request) => evaluateRealStep(run, step, request),
    });
    if (outcome.gradNorm !== undefined) gradNorm[each.name] = outcome.gradNorm;
    if (outcome.message !== undefined) run.recorder.notice(`${each.name}: ${outcome.message}`);
  }

  const realStep = Math.ceil(step / settings.accumGrad);
  const lr = Object.fromEntries(optimSchedulers.map((each) => [each.name, each.getLr()]));
  const record = { step, realStep, epoch, time: Date.now() / 1000, losses: values, lr, gradNorm };
  if (bad !== undefined) return { ...record, skipped: skip(run, bad, values[bad] ?? Number.NaN) };
  for (const [name, value] of Object.entries(values))
    position.sums[name] = (position.sums[name] ?? 0) + value;
  position.count += 1;
  return record;
}

/** Validation where it is due, selection of the best models, early stopping; then the next epoch is up. */
async function finishEpoch(run: Run): Promise<void> {
  const { settings, position, model, valid, monitor, recorder } = run;
  const { epoch, step } = position;
  if (position.count === 0)
    throw new Error(
      `No training step of epoch ${epoch} had a finite loss, so nothing was learned in it and training stops. Try a lower learning rate, or a longer warm-up.`,
    );
  const isValidated = valid !== undefined && (epoch - 1) % settings.validPerEpochs === 0;
  const validation = isValidated ? await model.validate(valid, validLosses(run)) : undefined;
  if (validation !== undefined) {
    recorder.valid(step, epoch, validation);
    for (const each of run.optimSchedulers) each.validated(validation.metrics);
  }
  const means = Object.entries(position.sums).map(([name, sum]) => [name, sum / position.count]);
  monitor.update(epoch, { train: Object.fromEntries(means), valid: validation?.metrics });
  const epochSteps = { ...position.epochSteps, [epoch]: step };
  Object.assign(position, { epoch: epoch + 1, index: 0, sums: {}, count: 0, epochSteps });
}

/** The losses that an optimizer minimizes: a model computes no others. */
const wantedLosses = ({ optimSchedulers }: Run): string[] => [
  ...new Set(optimSchedulers.flatMap(({ losses }) => losses)),
];

/** Those of a validation: what is minimized, what selects the best model, and what drives a schedule. */
const validLosses = (run: Run): string[] => [
  ...new Set([
    ...wantedLosses(run),
    ...run.monitor.best().map(({ criterion }) => criterion.metric),
    ...run.optimSchedulers.flatMap(({ metric }) => metric ?? []),
  ]),
];

function reasonToStop({ settings, position, wantsStop }: Run): Outcome | undefined {
  if (wantsStop()) return 'interrupted';
  if (settings.maxSteps !== undefined && position.step >= settings.maxSteps) return 'max-steps';
  return undefined;
}

function skip({ position, recorder }: Run, name: string, value: number): string {
  const text = `The loss ${name} is ${value}: training step ${position.step} is skipped for all OptimSchedulers.`;
  recorder.notice(text);
  return text;
}
