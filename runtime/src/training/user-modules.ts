import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createJiti } from 'jiti';

/** A class with any constructor, abstract or not. */
export type ClassOf<T> = abstract new (...args: never[]) => T;

/** What a user's own class is for, in words for a reader, and what it must extend. */
export interface Role<T> {
  /** `the schedule`. */
  readonly what: string;
  readonly base: ClassOf<T>;
  /** The name under which the base class is imported from `optim-sches`. */
  readonly baseName: string;
}

/** Endings of a user's own code file, in the order in which they are looked for. */
const endings = ['.ts', '.mts', '.js', '.mjs'];

/**
 * The class that `file_name.ClassName` names in a TypeScript or JavaScript file of a folder. Runs the file: `train`
 * alone may call this. In the file, `import … from 'optim-sches'` means this very package. Throws when the file or the
 * class is not there, does not extend what it must, or the file itself throws.
 */
export async function loadUserClass<T>(type: string, folder: string, role: Role<T>): Promise<ClassOf<T>> {
  const [fileName = '', className = '', ...rest] = type.split('.');
  if (!/^[\w-]+$/.test(fileName) || !/^\w+$/.test(className) || rest.length > 0)
    throw new Error(`"${type}" does not name ${role.what}: write file_name.ClassName.`);
  const path = endings
    .map((ending) => join(folder, fileName + ending))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  if (path === undefined)
    throw new Error(
      `There is no ${role.what.replace(/^the /, '')} "${type}": it is not built in, and ${join(folder, fileName)}.ts (or .js) does not exist.`,
    );
  const module = await runFile(path);
  const found = module[className];
  if (found === undefined) {
    const others = Object.keys(module);
    throw new Error(
      `${path} does not export ${className}. ${others.length === 0 ? 'It exports nothing' : `It exports ${others.join(', ')}`}; write "export class ${className} extends ${role.baseName}".`,
    );
  }
  if (typeof found !== 'function' || !(found.prototype instanceof role.base))
    throw new Error(
      `${className} in ${path} does not extend ${role.baseName}. Write: import { ${role.baseName} } from 'optim-sches'; export class ${className} extends ${role.baseName} { … }.`,
    );
  return found as unknown as ClassOf<T>;
}

async function runFile(path: string): Promise<Record<string, unknown>> {
  const jiti = createJiti(path, {
    // The package that is running, not a copy that node_modules may hold: `instanceof` must be true.
    virtualModules: { 'optim-sches': await import('../index.js') },
    interopDefault: false,
    // Nothing is written outside the run folder.
    fsCache: false,
    // Lines stay where they are in the file, so that an error's line is right.
    transformOptions: { retainLines: true },
  });
  try {
    return await jiti.import<Record<string, unknown>>(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new Error(`${path} cannot be run: ${reason}${placeText(error, path)}`, { cause: error });
  }
}

/** ` (at my_file.ts:12:5)` when an error comes out of a file of this folder; else nothing. */
export function placeText(error: unknown, path: string): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  const frame = error.stack.split('\n').find((line) => line.includes(path));
  const place = frame === undefined ? null : /:(\d+):(\d+)\)?$/.exec(frame);
  return place === null ? '' : ` (at ${path}:${place[1]}:${place[2]})`;
}
