import { MultiBar, Presets } from 'cli-progress';
import type { Validation } from '../models/model.js';
import type { StepRecord } from './metrics.js';
import { durationText, lrText, numbersText } from './texts.js';

/** What a reader sees while a model trains. */
export interface Progress {
  step(record: StepRecord): void;
  valid(epoch: number, validation: Validation): void;
  notice(text: string): void;
  stop(): void;
}

export interface ProgressOptions {
  /** The first training step that comes, and the last one. */
  readonly fromStep: number;
  readonly totalSteps: number;
  readonly numEpochs: number;
  readonly stepsPerEpoch: number;
  /** `report_per_steps`, as written; 0 where it is not. */
  readonly reportPerSteps: number;
  /** Writes a line. */
  readonly print: (line: string) => void;
  /** Milliseconds since some instant. */
  readonly now?: () => number;
}

/** Without a terminal a line comes after at most this many milliseconds. */
const longestSilence = 10_000;
const longestNotices = 20;

/** Training steps between two reports: `report_per_steps` n is n, -n is n reports an epoch, 0 is 10 an epoch. */
export function reportInterval(reportPerSteps: number, stepsPerEpoch: number): number {
  if (reportPerSteps > 0) return reportPerSteps;
  return Math.max(1, Math.floor(stepsPerEpoch / (reportPerSteps === 0 ? 10 : -reportPerSteps)));
}

/** One line of text at each report, and when nothing has been said for a while. */
export function plainProgress(options: ProgressOptions): Progress {
  const { print } = options;
  const state = new ProgressState(options);
  return {
    step(record) {
      state.add(record);
      const isLast = record.step === options.totalSteps;
      if (state.isReported(record) || isLast || state.silence() >= longestSilence)
        print(state.report(record));
    },
    valid: (epoch, validation) => {
      for (const line of validationLines(epoch, validation)) print(line);
    },
    notice: state.limited(print),
    stop: () => undefined,
  };
}

/** A bar that moves at the bottom of the terminal; above it validations, and reports when `report_per_steps` asks. */
export function barProgress(options: ProgressOptions, stream: NodeJS.WritableStream): Progress {
  const state = new ProgressState(options);
  const bars = new MultiBar(
    {
      stream,
      format: ' {bar} {value}/{total} | {text}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      // Ctrl-C ends a training in order; the bar must not take the signal for itself.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  const bar = bars.create(options.totalSteps, options.fromStep - 1, { text: '' });
  const print = (line: string) => {
    bars.log(`${line}\n`);
    // Otherwise a line that comes right before the end is lost.
    bars.update();
  };
  return {
    step(record) {
      state.add(record);
      bar.update(record.step, { text: state.text(record) });
      if (options.reportPerSteps !== 0 && state.isReported(record)) print(state.report(record));
    },
    valid: (epoch, validation) => {
      for (const line of validationLines(epoch, validation)) print(line);
    },
    notice: state.limited(print),
    stop: () => bars.stop(),
  };
}

/** Says nothing but what went wrong. */
export function quietProgress(print: (line: string) => void): Progress {
  return { step: () => undefined, valid: () => undefined, notice: print, stop: () => undefined };
}

/** Means since the last report, and the speed since this process started. */
class ProgressState {
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #start: number;
  #reportedAt: number;
  #sums: Record<string, number> = {};
  #count = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#start = this.#now();
    this.#reportedAt = this.#start;
  }

  add({ losses, skipped }: StepRecord): void {
    if (skipped !== undefined) return;
    for (const [name, value] of Object.entries(losses)) this.#sums[name] = (this.#sums[name] ?? 0) + value;
    this.#count += 1;
  }

  /** Whether `report_per_steps` asks for a report after this step. */
  isReported({ step }: StepRecord): boolean {
    const { reportPerSteps, stepsPerEpoch } = this.#options;
    const inEpoch = ((step - 1) % stepsPerEpoch) + 1;
    return inEpoch % reportInterval(reportPerSteps, stepsPerEpoch) === 0;
  }

  /** Milliseconds since the last report. */
  silence(): number {
    return this.#now() - this.#reportedAt;
  }

  /** A line with the mean losses since the last one. */
  report(record: StepRecord): string {
    const means = Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#count]);
    const losses = this.#count === 0 ? record.losses : Object.fromEntries(means);
    this.#sums = {};
    this.#count = 0;
    this.#reportedAt = this.#now();
    return `step ${record.step}/${this.#options.totalSteps} | ${this.text({ ...record, losses })}`;
  }

  /** Epoch, losses, learning rates, speed, time left. */
  text({ step, epoch, losses, lr }: StepRecord): string {
    const { fromStep, totalSteps, numEpochs } = this.#options;
    const perSecond = (step - fromStep + 1) / Math.max(1e-3, (this.#now() - this.#start) / 1000);
    return [
      `epoch ${epoch}/${numEpochs}`,
      numbersText(losses),
      lrText(lr),
      `${perSecond.toFixed(1)} steps/s`,
      `${durationText((totalSteps - step) / perSecond)} left`,
    ].join(' | ');
  }

  /** Prints notices until there are too many to read. */
  limited(print: (line: string) => void): (text: string) => void {
    let count = 0;
    return (text) => {
      count += 1;
      if (count <= longestNotices) print(text);
      if (count === longestNotices) print('More of these are not shown; skipped steps are in metrics.jsonl.');
    };
  }
}

function validationLines(epoch: number, { metrics, examples = [] }: Validation): string[] {
  return [`validation after epoch ${epoch}: ${numbersText(metrics)}`, ...examples.map((line) => `  ${line}`)];
}
