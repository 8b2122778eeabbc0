import { join } from 'node:path';
import type { Validation } from '../models/model.js';
import { openMetrics, type StepRecord } from './metrics.js';
import type { Progress } from './progress.js';
import { openEvents } from './tensorboard.js';

/** Where a training says what happens in it. */
export interface Recorder {
  step(record: StepRecord): void;
  valid(step: number, epoch: number, validation: Validation): void;
  /** Something that a reader should know: a skipped step, an update that did not happen. */
  notice(text: string): void;
  /** Forces everything to the disk. Returns the length of metrics.jsonl in bytes. */
  flush(): number;
  close(): void;
}

export interface RecorderOptions {
  readonly folder: string;
  /** Length of metrics.jsonl where the run goes on; 0 for a new run. */
  readonly metricsBytes: number;
  /** The first training step that comes. */
  readonly fromStep: number;
  readonly progress: Progress;
}

/** Writes metrics.jsonl and TensorBoard's events, and shows the progress. */
export function openRecorder({ folder, metricsBytes, fromStep, progress }: RecorderOptions): Recorder {
  const metrics = openMetrics(join(folder, 'metrics.jsonl'), metricsBytes);
  const events = openEvents(join(folder, 'tensorboard'), fromStep);
  return {
    step(record) {
      metrics.write(record);
      const { step, losses, lr, gradNorm } = record;
      events.scalars(step, {
        ...prefixed('loss', losses),
        ...prefixed('lr', lr),
        ...prefixed('grad_norm', gradNorm),
      });
      progress.step(record);
    },
    valid(step, epoch, validation) {
      metrics.write({ step, epoch, time: Date.now() / 1000, valid: validation.metrics });
      events.scalars(step, prefixed('valid', validation.metrics));
      progress.valid(epoch, validation);
    },
    notice: (text) => progress.notice(text),
    flush: () => metrics.flush(),
    close() {
      metrics.close();
      events.close();
      progress.stop();
    },
  };
}

function prefixed(group: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${group}/${name}`, value]));
}
