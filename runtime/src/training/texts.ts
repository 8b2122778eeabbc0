/** A number with four digits, those at the end too, so that a line does not jump: `2.310`, `1.20e-5`. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e4 && size < 1e5) return String(Number(value.toPrecision(4)));
  return size >= 1e-3 && size < 1e4 ? value.toPrecision(4) : value.toExponential(2);
}

/** `loss 2.314, encoder_loss 1.02`. */
export function numbersText(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${numberText(value)}`)
    .join(', ');
}

/** `lr 1.00e-3`, or with the OptimSchedulers' names where there are several. */
export function lrText(lr: Readonly<Record<string, number>>): string {
  const entries = Object.entries(lr);
  const texts = entries.map(([name, value]) =>
    entries.length === 1 ? value.toExponential(2) : `${name} ${value.toExponential(2)}`,
  );
  return `lr ${texts.join(', ')}`;
}

/** `1:02:03` or `2:03`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
