import type { MapValue, Value } from '@optim-sches/schemas';

/**
 * A configuration as YAML text in which everything is written out: references and aliases resolved, Python's types
 * kept (an int stays an int, `4000.0` a float, a tuple a tuple). Reading it gives the same values again.
 */
export function configYaml(root: MapValue): string {
  return root.entries.map(({ key, value }) => entryText(key, value, '')).join('');
}

function entryText(key: string, value: Value, indent: string): string {
  const name = `${indent}${keyText(key)}:`;
  if (value.kind === 'map' && value.entries.length > 0) {
    const inner = value.entries.map((entry) => entryText(entry.key, entry.value, `${indent}  `));
    return `${name}\n${inner.join('')}`;
  }
  return `${name} ${flowText(value)}\n`;
}

function flowText(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'str':
      return quoted(value.value);
    case 'list':
      return `[${value.items.map(flowText).join(', ')}]`;
    case 'tuple':
      return `!tuple [${value.items.map(flowText).join(', ')}]`;
    case 'map':
      return `{${value.entries.map((entry) => `${keyText(entry.key)}: ${flowText(entry.value)}`).join(', ')}}`;
    case 'other':
      return quoted(value.text);
  }
}

/** Always with a dot, so that no loader takes it for an int or, as PyYAML does with `1e-9`, for a string. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '0', exponent] = String(value).split('e');
  const mantissa = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? mantissa : `${mantissa}e${exponent}`;
}

/** A key stays bare where no YAML reader could take it for something else. */
function keyText(key: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(key) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(key);
  return isPlain ? key : quoted(key);
}

/** A double-quoted scalar. JSON leaves some characters bare that YAML forbids or takes for line ends. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
