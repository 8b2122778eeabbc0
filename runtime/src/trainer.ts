import { setImmediate } from 'node:timers/promises';
import { type GradientRequest, lossGradients } from './autograd.js';
import { captured, captureNotices } from './backends/capture.js';
import { BatchesAhead } from './training/batches-ahead.js';
import { badLoss, type FinishedStep, record } from './training/finished-step.js';
import { LateSteps, learningRates } from './training/late-steps.js';
import { evaluateRealStep, readLosses } from './training/real-step.js';
import type { Outcome, Run } from './training/run.js';
import { stepSeed } from './training/seeds.js';

/**
 * Trains until the last epoch, early stopping, `maxSteps` or the user's wish, with a checkpoint at the end of every
 * epoch, now and then between, and before it returns. Goes on from the run's position.
 */
export async function train(run: Run): Promise<Outcome> {
  const { settings, position, monitor, checkpoints } = run;
  const batches = new BatchesAhead(run.train);
  const late = new LateSteps((step) => record(run, step));
  checkpoints.begin(run);
  while (position.epoch <= settings.numEpochs && !monitor.hasStopped) {
    while (position.index < run.train.length) {
      const reason = reasonToStop(run);
      if (reason !== undefined || checkpoints.isDue(position.step)) {
        await late.settle();
        await checkpoints.save(run);
      }
      if (reason !== undefined) return reason;
      await trainStep(run, batches, late);
      // One turn of the event loop, in which a signal is seen.
      await setImmediate();
    }
    await late.settle();
    await finishEpoch(run);
    await checkpoints.save(run);
  }
  return monitor.hasStopped ? 'early-stopping' : 'finished';
}

/** One training step; where it fails, the one before it is recorded. */
async function trainStep(run: Run, batches: BatchesAhead, late: LateSteps): Promise<void> {
  try {
    await captured(() => step(run, batches, late));
  } catch (error) {
    // What was wrong is said already.
    await late.settle().catch(() => undefined);
    throw error;
  }
  for (const notice of captureNotices()) run.recorder.notice(notice);
}

/** Data, forward, backward, accumulate, clip, step. */
async function step(run: Run, batches: BatchesAhead, late: LateSteps): Promise<void> {
  const { settings, position, optimSchedulers: all } = run;
  const { epoch, index } = position;
  const step = position.step + 1;
  const wanted = wantedLosses(run);
  const due = all.filter((each) => each.updatesIn(step));
  const isLate = late.canTake(due);
  if (!isLate) await late.settle();

  const batch = batches.take(epoch, index);
  const { losses, gradients } = lossGradients(
    () => run.model.forward(batch, { training: true, seed: stepSeed(settings.seed, step), losses: wanted }),
    due.map((each) => each.gradientRequest()),
  );
  const begun = { step, epoch, losses, wanted };
  if (isLate) {
    const before = late.begin({ ...begun, due, gradients, all });
    Object.assign(position, { step, index: index + 1 });
    batches.prepare(epoch, index + 1);
    await before;
    return;
  }
  for (const [order, each] of due.entries()) each.stageGradients(step, gradients[order] ?? []);
  // What follows waits for the device, once for the losses and the norms.
  batches.prepare(epoch, index + 1);
  const values = await readLosses(losses);
  Object.assign(position, { step, index: index + 1 });

  const outcomes: FinishedStep['outcomes'][number][] = [];
  const isBad = badLoss({ wanted, losses: values }) !== undefined;
  for (const each of due) {
    if (isBad) {
      each.discardGradients();
      continue;
    }
    const evaluate = (request: GradientRequest) => evaluateRealStep(run, step, request);
    outcomes.push({ name: each.name, outcome: await each.step({ step, epoch, evaluate }) });
  }
  record(run, { ...begun, losses: values, outcomes, lr: learningRates(all) });
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
