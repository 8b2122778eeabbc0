import { exportedNames, type ModelInfo, readModelSource } from '@optim-sches/schemas';
import type { Host } from './host.js';
import { folderOf } from './uris.js';

/** Endings of a user's own code file, in the order in which they are looked for. */
const endings = ['.ts', '.mts', '.js', '.mjs'];

/** What stands next to a configuration; read, never run. */
export interface UserCode {
  readonly findModel: (modelType: string) => ModelInfo | undefined;
  readonly hasModule: (file: string) => boolean;
  readonly classesOf: (file: string) => readonly string[] | undefined;
}

/** Looks up a user's own code next to the configuration at `uri`. */
export function userCode(uri: string, host: Host): UserCode {
  const folder = folderOf(uri);
  // A name with a separator would lead out of the folder.
  const pathsOf = (file: string) =>
    /^[\w-]+$/.test(file) ? endings.map((ending) => folder + file + ending) : [];
  const sourceOf = (file: string) =>
    pathsOf(file)
      .map((path) => host.readText(path))
      .find((text) => text !== undefined);
  /** Nobody can say yet that there is no such file. */
  const isAwaited = (file: string) => pathsOf(file).some((path) => host.awaits?.(path));
  return {
    findModel(modelType) {
      const [file = '', className = ''] = modelType.split('.');
      const source = sourceOf(file);
      return source === undefined ? undefined : readModelSource(source, className);
    },
    hasModule: (file) => sourceOf(file) !== undefined || isAwaited(file),
    classesOf(file) {
      const source = sourceOf(file);
      return source === undefined ? undefined : exportedNames(source);
    },
  };
}
