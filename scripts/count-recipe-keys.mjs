// Counts how often the recipes use each key of an experiment, of conf and of an optimizer's options, and with which
// values, and writes server/src/completion/recipe-keys.ts: completion offers first what is used most. With --check it
// writes nothing and fails when the file is not up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  entryOf,
  experimentArguments,
  flowYaml,
  parseDocument,
  readConfig,
  toPlain,
} from '@optim-sches/schemas';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'server/src/completion/recipe-keys.ts');

const counts = {};
const count = (group, map, isKey = () => true) => {
  for (const { key, value } of map?.entries ?? []) {
    if (!isKey(key)) continue;
    counts[group] ??= {};
    counts[group][key] ??= { uses: 0, values: {} };
    const own = counts[group][key];
    own.uses++;
    if (value.kind === 'map') continue;
    const text = flowYaml(toPlain(value));
    own.values[text] = (own.values[text] ?? 0) + 1;
  }
};

for (const file of readdirSync(join(root, 'recipes'), { recursive: true }).sort()) {
  if (!/\.ya?ml$/.test(file)) continue;
  const config = readConfig(parseDocument(readFileSync(join(root, 'recipes', file), 'utf8')));
  count('experiment', config.expCfg, (key) => Object.hasOwn(experimentArguments.shape, key));
  count('train_cfg', config.trainCfg);
  count('model', config.model);
  count('module_conf', entryOf(config.model, 'module_conf')?.value);
  for (const { value } of entryOf(config.expCfg, 'data_cfg')?.value.entries ?? []) {
    count('data', value);
    count('data_conf', entryOf(value, 'conf')?.value);
  }
  for (const one of config.optimSchedulers) {
    count('entry', one.node);
    count('conf', one.conf);
    count('optim_conf', one.optimConf);
  }
}

const byUse = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
const lines = Object.entries(counts).map(([group, keys]) => {
  const rows = Object.entries(keys)
    .map(([key, { uses, values }]) => [key, uses, Object.entries(values).sort(byUse)[0]?.[0]])
    .sort((a, b) => byUse([a[0], a[1]], [b[0], b[1]]))
    .map(
      ([key, uses, value]) =>
        `    ${key}: { uses: ${uses}${value === undefined ? '' : `, value: ${quoted(value)}`} },`,
    );
  return `  ${/^\w+$/.test(group) ? group : `'${group}'`}: {\n${rows.join('\n')}\n  },`;
});
function quoted(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const source = `// Written by scripts/count-recipe-keys.mjs from the files in recipes/.

/** How often the recipes use a key, and the value that it has most often (as YAML). */
export interface RecipeUse {
  readonly uses: number;
  readonly value?: string;
}

/** The keys that the recipes use, by the mapping that they stand in, the most used first. */
export const recipeKeys: Readonly<Record<string, Readonly<Record<string, RecipeUse>>>> = {
${lines.join('\n')}
};
`;

if (!process.argv.includes('--check')) writeFileSync(target, source);
else if (readFileSync(target, 'utf8') !== source) {
  console.error(
    'server/src/completion/recipe-keys.ts is out of date. Run: node scripts/count-recipe-keys.mjs',
  );
  process.exitCode = 1;
}
