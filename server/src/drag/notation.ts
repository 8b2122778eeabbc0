import { flowYaml, type Loader } from '@optim-sches/schemas';

/** A number as a person writes it: no quotes, no tag, no `.inf`. */
const plain = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:([eE])([+-]?)(\d+))?$/;

/** Whether a text is a plain decimal number, with or without an exponent. */
export const isPlainNumber = (text: string): boolean => plain.test(text) && !/^[+-]?0[\d_]/.test(text);

/** A number without an exponent, however small or large. */
function decimal(value: number): string {
  const [digits = '0', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  const places = Number(exponent);
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '0', rest = ''] = digits.replace('-', '').split('.');
  return places < 0
    ? `${sign}0.${'0'.repeat(-places - whole.length)}${whole}${rest}`
    : `${sign}${whole}${rest.padEnd(places, '0')}`;
}

/**
 * A number in the notation of an old text: without an exponent where that has none, else with one, its letter, its sign
 * and a dot as there. PyYAML takes an exponent without dot and sign for a text, so it always has them there.
 */
export function likeNumber(old: string, value: number, loader: Loader): string {
  const [, letter, sign = '', digits = ''] = plain.exec(old) ?? [];
  const hasDot = old.includes('.');
  if (letter === undefined) return withDot(decimal(value), hasDot && Number.isInteger(value));
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const isStrict = loader === 'pyyaml';
  const power = String(Math.abs(Number(exponent))).padStart(
    digits.length > 1 && digits.startsWith('0') ? digits.length : 1,
    '0',
  );
  const shown = Number(exponent) < 0 ? '-' : sign === '+' || isStrict ? '+' : '';
  return `${withDot(mantissa, (hasDot || isStrict) && !mantissa.includes('.'))}${letter}${shown}${power}`;
}

const withDot = (text: string, add: boolean) => (add ? `${text}.0` : text);

/** A number that nothing was written for yet. */
export const newNumber = (value: number): string => flowYaml(value);
