/** One entry of `best_model_selection`. */
export interface Criterion {
  readonly group: 'train' | 'valid';
  readonly metric: string;
  readonly mode: 'max' | 'min';
  /** How many of the best models are kept. */
  readonly number: number;
}

export interface MonitorOptions {
  /** The first one drives early stopping. Empty: nothing is selected, training runs to its end. */
  readonly criteria: readonly Criterion[];
  /** Epochs without an accepted new best after which training stops; null: never. */
  readonly patience: number | null;
  /** How much better a new best must be to count: above 0 a ratio, below 0 a difference, 0 any improvement. */
  readonly threshold: number;
  /** How many of the latest models are kept. */
  readonly lastModelNumber: number;
}

/** The metrics of one epoch; `valid` is absent in an epoch without validation. */
export interface EpochMetrics {
  readonly train: Readonly<Record<string, number>>;
  readonly valid?: Readonly<Record<string, number>> | undefined;
}

/** Models whose parameters are averaged, and what the average is called. */
export interface Average {
  readonly name: string;
  readonly epochs: readonly number[];
}

/** The best epochs by one criterion, the best first. */
export interface Best {
  readonly criterion: Criterion;
  readonly epochs: readonly { readonly epoch: number; readonly value: number }[];
}

/** What a checkpoint saves of the monitor; plain JSON. */
export interface MonitorState {
  readonly counter: number;
  readonly lastBest: number | string;
  readonly latest: readonly number[];
  readonly averages: readonly Average[];
  readonly best: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

/**
 * Selects the best models and decides on early stopping exactly as SpeeChain's monitor does. The counter counts epochs,
 * those without validation too; it goes back to 0 when an epoch is the best so far *and* better than the last accepted
 * best by the threshold; training stops when it is greater than the patience. In `max` mode the first accepted best is
 * compared with 0, so that a metric that is always negative never counts as better.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  /** Values of the kept best epochs by criterion, in the order of their epochs. */
  readonly #best = new Map<string, Map<number, number>>();
  #counter = 0;
  #lastBest: number;
  #latest: readonly number[] = [];
  #averages: readonly Average[] = [];

  constructor(options: MonitorOptions) {
    this.#options = options;
    for (const criterion of options.criteria) this.#best.set(criterionName(criterion), new Map());
    this.#lastBest = options.criteria[0]?.mode === 'max' ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Epochs since the last accepted best. */
  get counter(): number {
    return this.#counter;
  }

  /** The last accepted best: what a new best is compared with. */
  get lastBest(): number {
    return this.#lastBest;
  }

  /** True when early stopping ends the training. */
  get hasStopped(): boolean {
    const { patience } = this.#options;
    return patience !== null && this.#counter > patience;
  }

  /** The epochs whose models stay: the best of every criterion and the latest. */
  get kept(): ReadonlySet<number> {
    return new Set([...this.#latest, ...[...this.#best.values()].flatMap((values) => [...values.keys()])]);
  }

  /** The averages that the last epoch made new. */
  get averages(): readonly Average[] {
    return this.#averages;
  }

  /** The kept best epochs of each criterion, the best first. */
  best(): readonly Best[] {
    return this.#options.criteria.map((criterion) => ({
      criterion,
      epochs: sorted(this.#valuesOf(criterion), criterion.mode),
    }));
  }

  /** Takes in the metrics of the next epoch. Throws when a criterion names a metric that does not exist. */
  update(epoch: number, metrics: EpochMetrics): void {
    const averages: Average[] = [];
    for (const criterion of this.#options.criteria) {
      const values = this.#valuesOf(criterion);
      if (!this.#insert(criterion, values, epoch, metrics)) continue;
      averages.push({
        name: `${criterion.number}_${criterionName(criterion)}_average`,
        epochs: [...values.keys()],
      });
    }
    const { lastModelNumber } = this.#options;
    this.#latest = range(Math.max(1, epoch - lastModelNumber + 1), epoch);
    if (this.#latest.length === lastModelNumber)
      averages.push({ name: `${lastModelNumber}_last_average`, epochs: this.#latest });
    this.#averages = averages.filter(({ epochs }) => epochs.length > 1);
    this.#count(epoch);
  }

  stateDict(): MonitorState {
    const best = [...this.#best].map(([name, values]) => [name, Object.fromEntries(values)]);
    return {
      counter: this.#counter,
      lastBest: this.#lastBest,
      latest: this.#latest,
      averages: this.#averages,
      best: Object.fromEntries(best),
    };
  }

  /** Goes on from a saved state. Criteria that are new start empty. */
  loadStateDict(state: MonitorState): void {
    this.#counter = state.counter;
    // Infinity is a string in JSON.
    this.#lastBest = Number(state.lastBest);
    this.#latest = state.latest;
    this.#averages = state.averages;
    for (const [name, values] of this.#best) {
      for (const [epoch, value] of Object.entries(state.best[name] ?? {}))
        values.set(Number(epoch), Number(value));
    }
  }

  #valuesOf(criterion: Criterion): Map<number, number> {
    const values = this.#best.get(criterionName(criterion));
    if (values === undefined) throw new Error(`${criterionName(criterion)} is no criterion of this run.`);
    return values;
  }

  /** Puts an epoch among the best where it belongs there. True when it pushed another one out. */
  #insert(criterion: Criterion, values: Map<number, number>, epoch: number, metrics: EpochMetrics): boolean {
    const group = metrics[criterion.group];
    if (group === undefined) return false;
    const value = group[criterion.metric];
    if (value === undefined) throw new Error(unknownMetric(criterion, Object.keys(group)));
    const isFull = values.size === criterion.number;
    if (isFull && ![...values.values()].some((other) => isBetter(value, other, criterion.mode))) return false;
    values.set(epoch, value);
    if (!isFull) return false;
    const worst = sorted(values, criterion.mode).at(-1);
    if (worst !== undefined) values.delete(worst.epoch);
    return true;
  }

  /** Moves the counter of early stopping. */
  #count(epoch: number): void {
    const [criterion] = this.#options.criteria;
    if (criterion === undefined) return;
    const [first] = sorted(this.#valuesOf(criterion), criterion.mode);
    if (
      first?.epoch === epoch &&
      isBetter(first.value, this.#lastBest, criterion.mode, this.#options.threshold)
    ) {
      this.#counter = 0;
      this.#lastBest = first.value;
    } else {
      this.#counter += 1;
    }
  }
}

/** `valid_loss`: how a criterion is called in file names. */
export function criterionName({ group, metric }: Criterion): string {
  return `${group}_${metric}`;
}

function isBetter(value: number, than: number, mode: 'max' | 'min', threshold = 0): boolean {
  if (Number.isNaN(than)) return !Number.isNaN(value);
  let target = than;
  if (threshold > 0) target *= mode === 'max' ? 1 + threshold : 1 - threshold;
  if (threshold < 0) target += mode === 'max' ? -threshold : threshold;
  return mode === 'max' ? value > target : value < target;
}

/** Best first; of equal ones the earlier epoch first; NaN last. */
function sorted(
  values: ReadonlyMap<number, number>,
  mode: 'max' | 'min',
): { epoch: number; value: number }[] {
  const sign = mode === 'max' ? -1 : 1;
  const rank = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value);
  return [...values]
    .map(([epoch, value]) => ({ epoch, value }))
    .sort((a, b) => {
      const [left, right] = [rank(a.value), rank(b.value)];
      if (left === right) return a.epoch - b.epoch;
      return left < right ? -1 : 1;
    });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function unknownMetric({ group, metric }: Criterion, known: readonly string[]): string {
  return `best_model_selection names the metric "${metric}" of ${group}, which does not exist. There are: ${known.join(', ')}.`;
}
