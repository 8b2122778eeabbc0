/** A float of the JSON text, kept as written, since JSON.parse makes an int of `2.0`. */
const floatKey = '__float__';
export type Marked = null | boolean | number | string | Marked[] | { [key: string]: Marked };

/** Parses JSON with its floats told from its ints. */
export function parseMarked(text: string): Marked {
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const marked = text.replace(token, (match) =>
    match.startsWith('"') || !/[.eE]/.test(match) ? match : `{"${floatKey}":"${match}"}`,
  );
  return JSON.parse(marked) as Marked;
}

/** A value of the oracle as flow YAML; the texts "Infinity", "-Infinity" and "NaN" are the oracle's non-finite floats. */
export function asYaml(value: Marked): string {
  if (value === 'Infinity') return '.inf';
  if (value === '-Infinity') return '-.inf';
  if (value === 'NaN') return '.nan';
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (typeof value[floatKey] === 'string') return value[floatKey];
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${asYaml(item)}`);
  return `{${entries.join(', ')}}`;
}

/** An experiment file for a case: the Runner's arguments, then the training part with the oracle's tiny model. */
export function experimentYaml(expCfg: Marked, optimSches: Marked): string {
  const args = Object.entries((expCfg ?? {}) as { [key: string]: Marked }).map(
    ([key, value]) => `${key}: ${asYaml(value)}\n`,
  );
  return `${args.join('')}train_cfg:\n  model: {model_type: tiny.Tiny}\n  optim_sches: ${asYaml(optimSches)}\n`;
}
