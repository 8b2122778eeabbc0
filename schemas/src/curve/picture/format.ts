/** Groups the digits of a whole number by thousands: `16000` is `16,000`. */
const grouped = (whole: string) => whole.replace(/\B(?=(\d{3})+$)/g, ',');

/** `value` with at most `digits` decimals and no trailing zeros. */
const trimmed = (value: number, digits: number) => String(Number(value.toFixed(digits)));

function inWords(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : '-infinity';
  return value === 0 ? '0' : undefined;
}

/** Two significant digits, or three where the third says something: `2.0e-3`, `1.25e-3`. */
const exponential = (value: number) => value.toExponential(2).replace(/0e/, 'e').replace('e+', 'e');

/** True where a learning rate reads better without an exponent: `0.1`, `12.5`. */
const isPlain = (value: number) => Math.abs(value) >= 0.01 && Math.abs(value) < 1000;

/**
 * A learning rate as a reader writes it, to three significant digits: `2.0e-3`, `1.25e-4`, but `0.1` and `12.5`.
 * Zero is `0`; what is no finite number is `NaN`, `infinity` or `-infinity`.
 */
export function formatLr(value: number): string {
  return inWords(value) ?? (isPlain(value) ? String(Number(value.toPrecision(3))) : exponential(value));
}

/** The labels of one axis of learning rates, all in the same style, which the largest of them decides. */
export function formatLrTicks(ticks: readonly number[]): string[] {
  const plain = isPlain(Math.max(...ticks.map(Math.abs)));
  return ticks.map(
    (tick) => inWords(tick) ?? (plain ? String(Number(tick.toPrecision(3))) : exponential(tick)),
  );
}

/** A number of steps with thousands separated: `16,000`. Fractions keep at most two decimals. */
export function formatStep(value: number): string {
  const words = inWords(value);
  if (words !== undefined) return words;
  if (Math.abs(value) >= 1e15) return exponential(value);
  const [whole = '0', fraction] = trimmed(value, 2).split('.');
  return grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** The labels of one axis of steps, all in the same unit: `0`, `500`, `1,000`, or `0`, `50k`, `100k`. */
export function formatStepTicks(ticks: readonly number[]): string[] {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const [unit, suffix] =
    largest >= 1e10 ? [1e9, 'G'] : largest >= 1e6 ? [1e6, 'M'] : largest >= 1e4 ? [1e3, 'k'] : [1, ''];
  return ticks.map((tick) => (tick === 0 ? '0' : formatStep(tick / unit) + suffix));
}

/** Epochs passed: `3.2`, `12.5`, `0.025`, `140`. */
export function formatEpoch(value: number): string {
  const words = inWords(value);
  if (words !== undefined) return words;
  const size = Math.abs(value);
  if (size < 1) return String(Number(value.toPrecision(2)));
  return size < 100 ? trimmed(value, 1) : formatStep(Math.round(value));
}
