/** One training step of `metrics.jsonl`. */
export interface StepLine {
  readonly kind: 'step';
  readonly step: number;
  readonly epoch: number;
  /** Unix time in seconds. */
  readonly time: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly lr: Readonly<Record<string, number>>;
}

/** One validation of `metrics.jsonl`. */
export interface ValidLine {
  readonly kind: 'valid';
  readonly step: number;
  readonly epoch: number;
  readonly valid: Readonly<Record<string, number>>;
}

/**
 * A line of `metrics.jsonl`; undefined where it is none. Numbers that JSON lacks stand there as the texts `NaN`,
 * `Infinity` and `-Infinity`.
 */
export function parseMetricsLine(text: string): StepLine | ValidLine | undefined {
  const line = objectOf(parse(text));
  if (line === undefined || typeof line.step !== 'number' || typeof line.epoch !== 'number') return undefined;
  const { step, epoch } = line;
  const valid = objectOf(line.valid);
  if (valid !== undefined) return { kind: 'valid', step, epoch, valid: numbersOf(valid) };
  const losses = objectOf(line.losses);
  if (losses === undefined) return undefined;
  return {
    kind: 'step',
    step,
    epoch,
    time: typeof line.time === 'number' ? line.time : 0,
    losses: numbersOf(losses),
    lr: numbersOf(objectOf(line.lr) ?? {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function numbersOf(values: Record<string, unknown>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') numbers[name] = value;
    else if (typeof value === 'string') numbers[name] = Number(value);
  }
  return numbers;
}
