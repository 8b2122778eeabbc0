import type { LoaderJson } from '@optim-sches/schemas';

// Words that YAML 1.1 or 1.2 reads as something else than text.
const special = /^(?:~|null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i;
const plainText = /^[A-Za-z_./][\w./+@=-]*(?: [\w./+@=()-]+)*$/;

/**
 * What the loader made of a file, as YAML-like text for a reader. Text is in quotes wherever it could be taken for
 * something else, so `"1e-9"` is text and `1e-09` a number; a float always shows its point or its exponent.
 */
export function resolvedText(value: LoaderJson): string {
  return `${lines(value, '').join('\n').replace(/^\n/, '').trimStart()}\n`;
}

/** The first line goes on where a key or a dash ended; the others are complete. */
function lines(value: LoaderJson, indent: string): string[] {
  if (isDict(value) && value.dict.length > 0) {
    const entries = value.dict.flatMap(([key, item]) =>
      after(`${indent}${text(key)}:`, lines(item, `${indent}  `)),
    );
    return ['', ...entries];
  }
  if (isList(value) && value.some(isNested)) {
    const items = value.flatMap((item) => {
      const [first = '', ...rest] = lines(item, `${indent}  `);
      // `- ` and the first key of a mapping share a line.
      if (first !== '') return [`${indent}-${first}`, ...rest];
      const [key = '', ...others] = rest;
      return [`${indent}- ${key.trimStart()}`, ...others];
    });
    return ['', ...items];
  }
  return [` ${inline(value)}`];
}

const after = (start: string, [first = '', ...rest]: string[]) => [start + first, ...rest];

// Array.isArray alone does not tell a readonly list from the rest.
const isList = (value: LoaderJson): value is readonly LoaderJson[] => Array.isArray(value);

const isDict = (value: LoaderJson): value is { readonly dict: readonly (readonly [string, LoaderJson])[] } =>
  typeof value === 'object' && value !== null && 'dict' in value;

const isNested = (value: LoaderJson): boolean =>
  isDict(value) ? value.dict.length > 0 : isList(value) && value.some(isNested);

const text = (value: string) =>
  plainText.test(value) && !special.test(value) ? value : JSON.stringify(value);

function inline(value: LoaderJson): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  if ('float' in value) return value.float;
  if ('int' in value) return value.int;
  if ('tuple' in value) return `!tuple [${value.tuple.map(inline).join(', ')}]`;
  if ('dict' in value)
    return `{${value.dict.map(([key, item]) => `${text(key)}: ${inline(item)}`).join(', ')}}`;
  return `!${value.other}`;
}
