import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Criterion, criterionName, Monitor } from '../../runtime/src/training/monitor.js';

interface OracleRun {
  name: string;
  best_model_selection: [group: 'train' | 'valid', metric: string, mode: 'max' | 'min', number: number][];
  early_stopping_patience: number | null;
  early_stopping_threshold: number;
  last_model_number: number;
  stopped_at_epoch: number | null;
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

const oracle = JSON.parse(readFileSync(new URL('../oracle/speechain.json', import.meta.url), 'utf8')) as {
  early_stopping: OracleRun[];
};

function monitorOf(run: OracleRun): { monitor: Monitor; criteria: Criterion[] } {
  const criteria = run.best_model_selection.map(([group, metric, mode, number]) => ({
    group,
    metric,
    mode,
    number,
  }));
  const monitor = new Monitor({
    criteria,
    patience: run.early_stopping_patience,
    threshold: run.early_stopping_threshold,
    lastModelNumber: run.last_model_number,
  });
  return { monitor, criteria };
}

/** SpeeChain's names of what is kept: the models, the links to the best and the latest, the averages. */
function speechainFiles(
  monitor: Monitor,
  averages: Iterable<string>,
  epoch: number,
  lastModelNumber: number,
): string[] {
  const ranked = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}_${index + 1}`));
  return [
    ...[...monitor.kept].map((kept) => `epoch_${kept}`),
    ...monitor
      .best()
      .flatMap(({ criterion, epochs }) => ranked(`${criterionName(criterion)}_best`, epochs.length)),
    ...Array.from({ length: Math.min(epoch, lastModelNumber) }, (_, index) =>
      index === 0 ? 'latest' : `last_${index + 1}`,
    ),
    ...averages,
  ]
    .map((name) => `${name}.pth`)
    .sort();
}

describe('best models and early stopping, as SpeeChain decides them', () => {
  it('has the ten runs that were measured', () => expect(oracle.early_stopping).toHaveLength(10));

  it.each(oracle.early_stopping)('$name', (run) => {
    const { monitor, criteria } = monitorOf(run);
    const averages = new Set<string>();
    let stoppedAt: number | null = null;
    for (const expected of run.epochs) {
      const group = criteria[0]?.group ?? 'valid';
      const values = { [criteria[0]?.metric ?? '']: expected.value };
      monitor.update(expected.epoch, {
        train: group === 'train' ? values : {},
        valid: expected.valid ? (group === 'valid' ? values : {}) : undefined,
      });
      for (const { name } of monitor.averages) averages.add(name);
      if (monitor.hasStopped) stoppedAt ??= expected.epoch;
      const best = Object.fromEntries(
        monitor
          .best()
          .map(({ criterion, epochs }) => [
            criterionName(criterion),
            Object.fromEntries(epochs.map(({ epoch, value }) => [epoch, value])),
          ]),
      );
      expect({
        epoch: expected.epoch,
        counter: monitor.counter,
        last_best: monitor.lastBest,
        best,
        stop: monitor.hasStopped,
        files: speechainFiles(monitor, averages, expected.epoch, run.last_model_number),
      }).toEqual({
        epoch: expected.epoch,
        counter: expected.counter,
        last_best: expected.last_best,
        best: expected.best,
        stop: expected.stop,
        files: [...expected.files].sort(),
      });
    }
    expect(stoppedAt).toBe(run.stopped_at_epoch);
  });

  it.each(oracle.early_stopping)('goes on from a saved state: $name', (run) => {
    const { monitor: whole, criteria } = monitorOf(run);
    let resumed = monitorOf(run).monitor;
    for (const { epoch, value, valid } of run.epochs) {
      const values = { [criteria[0]?.metric ?? '']: value };
      const metrics = { train: values, valid: valid ? values : undefined };
      const saved = JSON.parse(
        JSON.stringify(resumed.stateDict(), (_, x) => (x === Infinity ? 'Infinity' : x)),
      );
      resumed = monitorOf(run).monitor;
      resumed.loadStateDict(saved);
      resumed.update(epoch, metrics);
      whole.update(epoch, metrics);
      expect(resumed.kept).toEqual(whole.kept);
      expect(resumed.stateDict()).toEqual(whole.stateDict());
    }
  });
});

describe('metrics that SpeeChain cannot handle', () => {
  const minimum: Criterion = { group: 'valid', metric: 'loss', mode: 'min', number: 2 };
  const options = { criteria: [minimum], patience: 1, threshold: 0, lastModelNumber: 1 };

  it('never takes NaN for the best', () => {
    const monitor = new Monitor(options);
    monitor.update(1, { train: {}, valid: { loss: Number.NaN } });
    expect(monitor.counter).toBe(1);
    monitor.update(2, { train: {}, valid: { loss: 3 } });
    expect([monitor.counter, monitor.lastBest]).toEqual([0, 3]);
    expect(monitor.best()[0]?.epochs.map(({ epoch }) => epoch)).toEqual([2, 1]);
  });

  it('gives the place of NaN to the first number', () => {
    const monitor = new Monitor({ ...options, criteria: [{ ...minimum, number: 1 }] });
    monitor.update(1, { train: {}, valid: { loss: Number.NaN } });
    monitor.update(2, { train: {}, valid: { loss: 3 } });
    expect(monitor.best()[0]?.epochs).toEqual([{ epoch: 2, value: 3 }]);
  });

  it('says which metrics there are', () => {
    expect(() => new Monitor(options).update(1, { train: {}, valid: { per: 3, wer: 9 } })).toThrow(
      'best_model_selection names the metric "loss" of valid, which does not exist. There are: per, wer.',
    );
  });
});
