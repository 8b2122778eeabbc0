import { readFileSync, statSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

interface CommonJsModule {
  exports: unknown;
}

/**
 * Loads CommonJS files of a folder whose `require` of the names in `given` answers what stands there: packages, or
 * files by the end of their path. Node's own modules are found as always, and nothing else is. Node's `require` would
 * look packages up in folders above the file, which know nothing of ours, and its hooks would change every module of
 * the process.
 */
export function commonJsLoader(given: Readonly<Record<string, unknown>>): (file: string) => unknown {
  const modules = new Map<string, CommonJsModule>();

  function load(file: string): unknown {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module: CommonJsModule = { exports: {} };
    // Before the code runs: two files may require each other.
    modules.set(file, module);
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = compileFunction(readFileSync(file, 'utf8'), names, { filename: file });
    const nodeRequire = createRequire(file);
    const require = (name: string) => {
      if (Object.hasOwn(given, name)) return given[name];
      if (name.startsWith('.')) return load(fileOf(join(dirname(file), name)));
      if (builtinModules.includes(name.replace(/^node:/, ''))) return nodeRequire(name);
      throw new Error(`${file} asks for the package ${name}, which is not expected of it.`);
    };
    run.call(module.exports, module.exports, require, module, file, dirname(file));
    return module.exports;
  }

  return load;
}

function fileOf(path: string): string {
  const isFile = (candidate: string) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true;
  const found = [path, `${path}.js`, join(path, 'index.js')].find(isFile);
  if (found === undefined) throw new Error(`There is no file ${path}.`);
  return found;
}
