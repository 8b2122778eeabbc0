import { type Config, entryOf, type MapValue, parseDocument, type Value } from '@optim-sches/schemas';
import { configYaml } from './config-yaml.js';

/**
 * The text of an experiment with everything in it: references resolved, and the files that `train_cfg` and `data_cfg`
 * name put in their place. This text is what is trained, and what the run folder keeps. `readFile` gives the text of
 * a file that the configuration names. Throws when the configuration is no experiment.
 */
export function resolvedConfig(config: Config, readFile: (path: string) => string | undefined): string {
  const { expCfg, linked } = config;
  if (expCfg === undefined || (config.trainCfg === undefined && linked === undefined))
    throw new Error(
      'There is nothing to train: an experiment needs data_cfg (the data) and train_cfg (the model and its optim_sches). recipes/g2p/quick.yaml is a small one to start from.',
    );
  const inline = (key: string, value: Value): Value => {
    if (value.kind !== 'str') return value;
    if (key === 'train_cfg') return rootOf(linked?.document.root, key, value.value);
    if (key !== 'data_cfg') return value;
    const text = readFile(value.value);
    if (text === undefined) throw new Error(`data_cfg names "${value.value}", but there is no such file.`);
    return rootOf(parseDocument(text).root, key, value.value);
  };
  const entries = expCfg.entries.map((entry) => ({ ...entry, value: inline(entry.key, entry.value) }));
  return configYaml({ ...expCfg, entries });
}

function rootOf(root: Value | undefined, key: string, path: string): MapValue {
  if (root?.kind === 'map') return root;
  throw new Error(`${key} names "${path}", which is no mapping of keys.`);
}

/** What differs between two resolved configurations, one line each: `num_epochs was 8 and is 20`. */
export function configDifferences(before: string, after: string): string[] {
  const old = leaves(before);
  const now = leaves(after);
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${key} was ${old.get(key) ?? 'not there'} and is ${now.get(key) ?? 'not there'}`);
}

/** Every value that is no mapping, as text, by the path of its keys. */
function leaves(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: Value, path: string) => {
    if (value.kind === 'map' && value.entries.length > 0) {
      for (const entry of value.entries) walk(entry.value, path === '' ? entry.key : `${path}.${entry.key}`);
    } else {
      found.set(path, text.slice(value.span.start, value.span.end));
    }
  };
  const { root } = parseDocument(text);
  if (root !== undefined) walk(root, '');
  return found;
}

/** The mapping at a key of a mapping; undefined when there is none. */
export function mapAt(map: Value | undefined, key: string): MapValue | undefined {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'map' ? value : undefined;
}
