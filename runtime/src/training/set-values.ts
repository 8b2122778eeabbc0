import {
  type Document,
  type Entry,
  entryOf,
  experimentArguments,
  type MapValue,
  parseDocument,
  suggest,
  type Value,
} from '@optim-sches/schemas';

/** One `--set` of the command line. */
interface Setting {
  /** Keys from the outermost mapping inwards. */
  readonly path: readonly [string, ...string[]];
  /** YAML. */
  readonly value: string;
}

/**
 * The text of a configuration with some values replaced or added: `accum_grad=4`, `train_cfg.optim_sches.type=…`. The
 * rest of the text stays as it is, so that what refers to a value (`!ref <warmup>`) sees the new one. Throws when
 * a setting is malformed or its path leads through something that is no mapping.
 */
export function setValues(text: string, settings: readonly string[]): string {
  return settings.map(readSetting).reduce(setValue, text);
}

function readSetting(setting: string): Setting {
  const [, keys = '', value = ''] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
  const [first, ...rest] = keys.split('.').map((key) => key.trim());
  if (first === undefined || first === '' || rest.includes('') || value.trim() === '')
    throw new Error(`--set takes key=value, such as --set accum_grad=4, but got "${setting}".`);
  return { path: [first, ...rest], value: value.trim() };
}

function setValue(text: string, { path, value }: Setting): string {
  const document = parseDocument(text);
  const { root } = document;
  if (root?.kind !== 'map') throw new Error('--set needs a configuration that is a mapping of keys.');
  assertMeant(path[0], root, document);
  let map: MapValue = root;
  for (const [depth, key] of path.entries()) {
    const entry = ownEntry(map, key);
    if (entry === undefined) return insert(text, map, key, nested(path.slice(depth + 1), value));
    if (depth === path.length - 1) return replace(text, entry, value);
    map = inner(entry, path.slice(0, depth + 1).join('.'));
  }
  return text;
}

/** A new key that nobody reads, and is near to one that somebody does, is a misspelling. */
function assertMeant(key: string, root: MapValue, { references }: Document): void {
  const known = [...Object.keys(experimentArguments.shape), 'optim_sches'];
  const isRead = known.includes(key) || entryOf(root, key) || references.some((one) => one.key === key);
  const written = root.entries.map((entry) => entry.key);
  const near = isRead || key.length <= 3 ? undefined : suggest(key, [...known, ...written]);
  if (near !== undefined)
    throw new Error(
      `--set ${key}: "${key}" is no argument, and nothing refers to it, so it would have no effect. Did you mean "${near}"?`,
    );
}

/** The entry written in this very mapping: one that `<<` brings in belongs to another. */
function ownEntry(map: MapValue, key: string): Entry | undefined {
  const entry = entryOf(map, key);
  return entry?.value.via === 'merge' ? undefined : entry;
}

function inner({ value }: Entry, path: string): MapValue {
  if (value.kind === 'map' && value.via === undefined) return value;
  const why = value.kind === 'map' ? 'refers to a mapping that stands elsewhere' : 'is no mapping';
  throw new Error(
    `--set cannot change a key inside ${path}: it ${why}. Set ${path} itself, in one line of YAML.`,
  );
}

function replace(text: string, { keySpan, value }: Entry, to: string): string {
  const colon = text.indexOf(':', keySpan.end);
  return `${text.slice(0, colon + 1)} ${to}${text.slice(Math.max(colon + 1, endOf(text, value)))}`;
}

/** The end of a value, without the line break and the blanks that a block may end with. */
function endOf(text: string, { span }: Value): number {
  return span.start + text.slice(span.start, span.end).trimEnd().length;
}

function insert(text: string, map: MapValue, key: string, value: string): string {
  const entry = `${JSON.stringify(key)}: ${value}`;
  const [first] = map.entries.filter(({ value: { via } }) => via !== 'merge');
  if (map.flow) {
    const start = text.indexOf('{', map.span.start) + 1;
    return `${text.slice(0, start)}${entry}${map.entries.length > 0 ? ', ' : ''}${text.slice(start)}`;
  }
  if (first === undefined)
    throw new Error(`--set finds no place for ${key}: the mapping around it is empty.`);
  const at = first.keySpan.start;
  const indent = ' '.repeat(at - (text.lastIndexOf('\n', at - 1) + 1));
  return `${text.slice(0, at)}${entry}\n${indent}${text.slice(at)}`;
}

/** `value` inside mappings that are not there yet. */
function nested(keys: readonly string[], value: string): string {
  return keys.reduceRight((inside, key) => `{${JSON.stringify(key)}: ${inside}}`, value);
}
