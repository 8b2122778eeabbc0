import type { Criterion } from '../../runtime/src/training/monitor.js';
import { criterionName, Monitor } from '../../runtime/src/training/monitor.js';
import type { CaseResult } from './result.js';
import { combined, same } from './result.js';

export interface EarlyStoppingCase {
  name: string;
  best_model_selection: ['train' | 'valid', string, 'max' | 'min', number][];
  early_stopping_patience: number | null;
  early_stopping_threshold: number;
  last_model_number: number;
  epochs: {
    epoch: number;
    value: number;
    valid: boolean;
    counter: number;
    last_best: number;
    best: Record<string, Record<string, number>>;
    stop: boolean;
    files: string[];
  }[];
}

/** The monitor epoch by epoch: counter, accepted best, best models, the models that are kept, the end. */
export function runEarlyStopping(one: EarlyStoppingCase): CaseResult {
  const criteria = one.best_model_selection.map(
    ([group, metric, mode, number]): Criterion => ({ group, metric, mode, number }),
  );
  const monitor = new Monitor({
    criteria,
    patience: one.early_stopping_patience,
    threshold: one.early_stopping_threshold,
    lastModelNumber: one.last_model_number,
  });
  const averages = new Set<string>();
  const parts = one.epochs.map(({ epoch, value, valid, files, ...expected }) => {
    const metrics = Object.fromEntries(criteria.map(({ metric }) => [metric, value]));
    monitor.update(epoch, { train: metrics, valid: valid ? metrics : undefined });
    for (const { name } of monitor.averages) averages.add(`${name}.pth`);
    const best = Object.fromEntries(
      monitor.best().map(({ criterion, epochs }) => {
        const inOrder = [...epochs].sort((a, b) => a.epoch - b.epoch);
        return [criterionName(criterion), Object.fromEntries(inOrder.map((at) => [at.epoch, at.value]))];
      }),
    );
    const models = [...monitor.kept].map((kept) => `epoch_${kept}.pth`);
    return same(
      `${one.name} epoch ${epoch}`,
      {
        counter: monitor.counter,
        last_best: monitor.lastBest,
        best,
        stop: monitor.hasStopped,
        models: [...models, ...averages].sort(),
      },
      {
        counter: expected.counter,
        last_best: expected.last_best,
        best: expected.best,
        stop: expected.stop,
        models: files.filter((file) => /^epoch_|_average\.pth$/.test(file)).sort(),
      },
    );
  });
  return combined(one.name, parts);
}
