import { knownModels, runtimeDatasets, runtimeModels, type Target } from '@optim-sches/schemas';
import { folderOf, nameOf } from '../session/uris.js';
import type { Context } from './context.js';

/** A user's own code next to a configuration is looked for in at most so many files. */
const mostFiles = 40;

/**
 * The classes next to a configuration that extend one of this project's, as `file.ClassName`; read from their text,
 * never run.
 */
export function ownClasses(
  base: 'OptimScheduler' | 'Model' | 'Dataset',
  { session, uri }: Context,
): string[] {
  const folder = folderOf(uri);
  const names = session.host.list(folder).filter((name) => /^[\w-]+\.(?:ts|mts|js|mjs)$/.test(name));
  const pattern = new RegExp(`^\\s*export\\s+class\\s+(\\w+)\\s+extends\\s+${base}\\b`, 'gm');
  return names.slice(0, mostFiles).flatMap((name) => {
    const source = session.host.readText(folder + name) ?? '';
    return [...source.matchAll(pattern)].map(([, cls]) => `${name.replace(/\.\w+$/, '')}.${cls}`);
  });
}

/** The names that `model_type` and the `type` of data may have besides a user's own. */
export const builtIn = {
  models: (target: Target) =>
    target === 'runtime'
      ? [...runtimeModels, ...knownModels.filter((name) => !runtimeModels.includes(name))]
      : knownModels.filter((name) => !runtimeModels.includes(name)),
  datasets: runtimeDatasets,
};

/** The YAML files next to a file, but for itself. */
export const yamlFiles = ({ session, uri }: Context): string[] =>
  session.host.list(folderOf(uri)).filter((name) => /\.ya?ml$/.test(name) && name !== nameOf(uri));
