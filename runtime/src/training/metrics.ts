import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { toJson } from '../checkpoint/json.js';

/** One training step in `metrics.jsonl`. */
export interface StepRecord {
  readonly step: number;
  readonly realStep: number;
  readonly epoch: number;
  /** Unix time in seconds. */
  readonly time: number;
  readonly losses: Readonly<Record<string, number>>;
  /** Learning rate of each OptimScheduler after the step. */
  readonly lr: Readonly<Record<string, number>>;
  /** Gradient norm before clipping of each OptimScheduler that came to the end of a real step. */
  readonly gradNorm: Readonly<Record<string, number>>;
  /** Why the step was left out, when it was. */
  readonly skipped?: string;
}

/** One validation in `metrics.jsonl`. */
export interface ValidRecord {
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly valid: Readonly<Record<string, number>>;
}

/** The file with one JSON object a line. */
export interface MetricsFile {
  write(record: StepRecord | ValidRecord): void;
  /** Waits until everything is on the disk. Returns the length of the file in bytes, which a checkpoint remembers. */
  flush(): number;
  close(): void;
}

/**
 * Opens the metrics file of a run and cuts it to `bytes`, its length at the checkpoint from which the run goes on: the
 * lines after it come again.
 */
export function openMetrics(path: string, bytes: number): MetricsFile {
  // 'a' would write at the end that another process sees; the length is kept here.
  const file = openSync(path, bytes === 0 ? 'w' : 'r+');
  ftruncateSync(file, bytes);
  let length = bytes;
  return {
    write(record) {
      const line = Buffer.from(`${toJson(record)}\n`, 'utf8');
      for (let at = 0; at < line.length; ) {
        const written = writeSync(file, line, at, line.length - at, length);
        at += written;
        length += written;
      }
    },
    flush() {
      fsyncSync(file);
      return length;
    },
    close: () => closeSync(file),
  };
}
