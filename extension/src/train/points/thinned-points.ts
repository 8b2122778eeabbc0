import type { StepLine, ValidLine } from '../../runs/metrics-line.js';

/** What is drawn of a run, in columns, as `RunPoints` has it. */
export interface Columns {
  readonly steps: readonly number[];
  readonly lr: Readonly<Record<string, readonly (number | null)[]>>;
  readonly losses: Readonly<Record<string, readonly (number | null)[]>>;
  readonly valid: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** Neighbouring training steps, drawn as one point at the last of them. */
interface Group {
  step: number;
  /** Training steps in it. */
  count: number;
  lr: Readonly<Record<string, number>>;
  /** Sums of the finite losses, and how many there are. */
  readonly losses: Map<string, { sum: number; count: number }>;
}

/**
 * A run that comes line by line, as at most so many points: when there are too many, neighbours become one. Nothing
 * but the points is kept, so that a training of a million steps costs no more than a short one.
 */
export class ThinnedPoints {
  readonly #most: number;
  #groups: Group[] = [];
  #validations: ValidLine[] = [];
  /** Training steps that a whole group has. */
  #size = 1;

  constructor(most = 2000) {
    this.#most = most;
  }

  /** Takes in the next training step. A step that comes again replaces itself. */
  addStep(line: StepLine): void {
    while ((this.#groups.at(-1)?.step ?? 0) >= line.step) this.#groups.pop();
    let last = this.#groups.at(-1);
    if (last === undefined || last.count >= this.#size) {
      if (this.#groups.length >= this.#most) this.#halve();
      last = this.#groups.at(-1);
      if (last === undefined || last.count >= this.#size) {
        last = { step: 0, count: 0, lr: {}, losses: new Map() };
        this.#groups.push(last);
      }
    }
    last.step = line.step;
    last.count += 1;
    last.lr = line.lr;
    for (const [name, value] of Object.entries(line.losses)) addLoss(last, name, value, 1);
  }

  /** Takes in a validation. */
  addValid(line: ValidLine): void {
    while ((this.#validations.at(-1)?.step ?? 0) >= line.step) this.#validations.pop();
    this.#validations.push(line);
    // Values of single validations: a mean would be of none of them.
    if (this.#validations.length > this.#most)
      this.#validations = this.#validations.filter((_, index) => index % 2 === 1);
  }

  /** Forgets everything. */
  clear(): void {
    this.#groups = [];
    this.#validations = [];
    this.#size = 1;
  }

  columns(): Columns {
    const groups = this.#groups;
    const lrNames = namesOf(groups, ({ lr }) => Object.keys(lr));
    const lossNames = namesOf(groups, ({ losses }) => losses.keys());
    const valid: Record<string, [number, number][]> = {};
    for (const line of this.#validations)
      for (const [name, value] of Object.entries(line.valid)) {
        if (!Number.isFinite(value)) continue;
        valid[name] ??= [];
        valid[name].push([line.step, value]);
      }
    return {
      steps: groups.map(({ step }) => step),
      lr: column(lrNames, groups, ({ lr }, name) => lr[name]),
      losses: column(lossNames, groups, ({ losses }, name) => meanOf(losses.get(name))),
      valid,
    };
  }

  #halve(): void {
    const halved: Group[] = [];
    for (const [index, group] of this.#groups.entries()) {
      const before = halved.at(-1);
      if (index % 2 === 0 || before === undefined) {
        halved.push(group);
        continue;
      }
      before.step = group.step;
      before.count += group.count;
      before.lr = group.lr;
      for (const [name, { sum, count }] of group.losses) addLoss(before, name, sum, count);
    }
    this.#groups = halved;
    this.#size *= 2;
  }
}

function addLoss({ losses }: Group, name: string, sum: number, count: number): void {
  const entry = losses.get(name) ?? { sum: 0, count: 0 };
  // A step that was skipped for its infinite loss would hide its neighbours.
  if (Number.isFinite(sum)) {
    entry.sum += sum;
    entry.count += count;
  }
  losses.set(name, entry);
}

const meanOf = (entry: { sum: number; count: number } | undefined): number | undefined =>
  entry === undefined || entry.count === 0 ? undefined : entry.sum / entry.count;

function namesOf(groups: readonly Group[], names: (group: Group) => Iterable<string>): Set<string> {
  return new Set(groups.flatMap((group) => [...names(group)]));
}

function column(
  names: ReadonlySet<string>,
  groups: readonly Group[],
  at: (group: Group, name: string) => number | undefined,
): Record<string, (number | null)[]> {
  const finite = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? value : null;
  return Object.fromEntries([...names].map((name) => [name, groups.map((group) => finite(at(group, name)))]));
}
