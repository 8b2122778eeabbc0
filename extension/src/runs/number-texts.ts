// Numbers as the command line writes them, with the thousands separators and units of the reader's language.

/** `1,000`. */
export const countText = (value: number, language: string): string =>
  new Intl.NumberFormat(language).format(value);

/** Four digits, those at the end too, so that a text does not jump: `2.310`, `1.20e-5`. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e4 && size < 1e5) return String(Number(value.toPrecision(4)));
  return size >= 1e-3 && size < 1e4 ? value.toPrecision(4) : value.toExponential(2);
}

/** `loss 2.314, encoder_loss 1.020`. */
export const numbersText = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${numberText(value)}`)
    .join(', ');

/** `1.00e-3`, with the OptimSchedulers' names where there are several. */
export function lrText(lr: Readonly<Record<string, number>>): string {
  const entries = Object.entries(lr);
  return entries
    .map(([name, value]) => (entries.length === 1 ? '' : `${name} `) + value.toExponential(2))
    .join(', ');
}

// Error rates are known by their initials.
const initials = /^[pwcst]er$/;

/** `PER 15.7`, `accuracy 0.931`. The unit is the model's own. */
export function metricText(metric: string, value: number): string {
  const size = Math.abs(value);
  const text = size >= 1e-3 && size < 1e4 ? String(Number(value.toPrecision(3))) : numberText(value);
  return `${initials.test(metric) ? metric.toUpperCase() : metric} ${text}`;
}

/** `40 sec`, `2 min`, `3.5 hr`: a length of time, roughly. */
export function durationText(seconds: number, language: string): string {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 59.5) return unit(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < 59.5 * 60) return unit(Math.round(seconds / 60), 'minute');
  if (seconds < 36 * 3600) return unit(seconds / 3600, 'hour', seconds < 9.95 * 3600 ? 1 : 0);
  return unit(seconds / 86_400, 'day', 1);
}

/** `2h ago`, in the reader's language. */
export function agoText(time: number, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' });
  const seconds = Math.max(0, (now - time) / 1000);
  if (seconds < 45) return format.format(0, 'second');
  if (seconds < 59.5 * 60) return format.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 23.5 * 3600) return format.format(-Math.max(1, Math.round(seconds / 3600)), 'hour');
  return format.format(-Math.max(1, Math.round(seconds / 86_400)), 'day');
}

/** `12.3 MB`. */
export function bytesText(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index++;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[index] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(value);
}
