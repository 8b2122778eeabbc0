/** Plain data, as JSON has it. */
type Plain = unknown;

/** No line of a configuration is longer, unless one value alone is. */
const widest = 100;

const isMap = (value: Plain): value is Readonly<Record<string, Plain>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Down to 0.0001 as a plain decimal; with a dot before the exponent, since PyYAML takes `1e-5` for a text. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const plain = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  const [digits = '0', exponent] = plain.split('e');
  if (exponent === undefined) return digits;
  return `${digits.includes('.') ? digits : `${digits}.0`}e${exponent}`;
}

/** A text stays bare where no YAML reader could take it for something else. */
function textOf(text: string): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Plain data on one line of YAML: `{optim_type: Adam, betas: [0.9, 0.98]}`. */
export function flowYaml(value: Plain): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`;
  if (isMap(value))
    return `{${Object.entries(value)
      .map(([key, inner]) => `${textOf(key)}: ${flowYaml(inner)}`)
      .join(', ')}}`;
  return String(value ?? null);
}

/** `blocks` is how many levels of mappings stand as blocks whatever their length. */
function linesOf(value: Plain, indent: number, blocks: number): string[] {
  const blanks = ' '.repeat(indent);
  const nested = (head: string, inner: Plain): string[] => {
    const line = `${blanks}${head} ${flowYaml(inner)}`;
    const isFilled = (isMap(inner) || Array.isArray(inner)) && Object.keys(inner).length > 0;
    const isBlock = isFilled && (line.length > widest || (blocks > 0 && isMap(inner)));
    return isBlock ? [blanks + head, ...linesOf(inner, indent + 2, blocks - 1)] : [line];
  };
  if (Array.isArray(value)) return value.flatMap((item) => nested('-', item));
  if (!isMap(value)) return [blanks + flowYaml(value)];
  return Object.entries(value).flatMap(([key, inner]) => nested(`${textOf(key)}:`, inner));
}

/**
 * Plain data as YAML in lines that fit a page: as blocks the outer `blocks` levels of mappings and what is too long for
 * one line, the rest on one line each.
 */
export function blockYaml(value: Readonly<Record<string, Plain>>, blocks = 0): string {
  return `${linesOf(value, 0, blocks).join('\n')}\n`;
}
