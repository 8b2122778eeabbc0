/** A text that no YAML loader takes for anything else. */
const isPlainText = (text: string) =>
  /^[A-Za-z_][\w.-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text);

/** A number that PyYAML too takes for one: with a point before its exponent, and a sign in it. */
function yamlNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  return `${digits.includes('.') ? digits : `${digits}.0`}e${/^[+-]/.test(exponent) ? '' : '+'}${exponent}`;
}

/** A value of a conf as YAML on one line. */
export function yamlValue(value: unknown): string {
  if (typeof value === 'number') return yamlNumber(value);
  if (typeof value === 'string') return isPlainText(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${yamlValue(item)}`)
    .join(', ')}}`;
}
