import type { CaseResult } from './result.js';
import { combined, failed, numberOf, numbers, skipped } from './result.js';
import type { MarkedCase } from './speechain-cases.js';
import { configOf, startRuns } from './speechain-cases.js';
import { problemsOf } from './speechain-errors.js';

export interface IntegrationCase {
  name: string;
  gens: string[];
  steps_per_epoch: number;
  epochs: number;
  empty_steps?: number[];
  nan_loss_at: number[];
  lr_per_step?: [epoch: number, step: number, lr: Record<string, number | string>][];
  epoch_mean_lr?: Record<string, (number | string)[]>;
  error?: string;
}

/** A whole training by the real Runner: learning rate of every step that reached the optimizers, and each epoch's mean. */
export function runIntegration(one: IntegrationCase, marked: MarkedCase): CaseResult {
  if (one.error !== undefined) {
    if (problemsOf(marked).length > 0) return { name: one.name, status: 'ok' };
    if (one.error === 'ZeroDivisionError')
      return skipped(one.name, 'fails on the number of batches, which the file does not say');
    return failed(one.name, `fails in SpeeChain with ${one.error} and is not reported`);
  }
  const runs = startRuns(configOf(marked));
  const newer = !one.gens.includes('g3');
  const got: Record<string, number[]> = {};
  const means: Record<string, number[]> = {};
  for (let epoch = 1; epoch <= one.epochs; epoch++) {
    const sums: Record<string, number[]> = {};
    for (let index = 1; index <= one.steps_per_epoch; index++) {
      const step = index + (epoch - 1) * one.steps_per_epoch;
      // An empty batch, and in the newer generation a loss that is not finite, never reaches the optimizers.
      if (one.empty_steps?.includes(step) || (newer && one.nan_loss_at.includes(step))) continue;
      for (const [name, run] of runs) {
        const lr = run.step(step, epoch);
        got[name] = [...(got[name] ?? []), lr];
        sums[name] = [...(sums[name] ?? []), lr];
      }
    }
    for (const [name, all] of Object.entries(sums))
      means[name] = [...(means[name] ?? []), all.reduce((a, b) => a + b, 0) / all.length];
  }
  const parts = Object.keys(one.epoch_mean_lr ?? {}).flatMap((name) => [
    numbers(
      one.name,
      got[name] ?? [],
      (one.lr_per_step ?? []).map(([, , lr]) => numberOf(lr[name])),
      1e-14,
    ),
    numbers(one.name, means[name] ?? [], (one.epoch_mean_lr?.[name] ?? []).map(numberOf), 1e-14),
  ]);
  return combined(one.name, parts);
}
