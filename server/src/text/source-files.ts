import type { Position } from 'vscode-languageserver';
import type { Host } from '../session/host.js';
import { candidatesOf, folderOf, nameOf } from '../session/uris.js';
import { walk } from './walk.js';

/** A place in a file that need not be open. */
export interface Place {
  readonly uri: string;
  readonly position: Position;
}

/** Endings of a user's own code next to a configuration, in the order in which they are looked for. */
const endings = ['.ts', '.mts', '.js', '.mjs'];

/** The folders of SpeeChain with Python files that `type` and `model_type` name. */
export type PythonFolder = 'optim_sche' | 'model';

/**
 * The class that `file.ClassName` names: the user's own next to the configuration at `uri`, else the Python class in a
 * folder `optim_sche` (or `model`) of the workspace. Undefined when there is none. Files are read, never run.
 */
export function findClass(
  name: string,
  uri: string,
  { host, folders, folder }: { host: Host; folders: readonly string[]; folder: PythonFolder },
): Place | undefined {
  const [file = '', className = ''] = name.split('.');
  // A name with a separator would lead out of the folder.
  if (!/^[\w-]+$/.test(file) || !/^\w+$/.test(className)) return undefined;
  for (const ending of endings) {
    const own = `${folderOf(uri)}${file}${ending}`;
    const source = host.readText(own);
    const position = source === undefined ? undefined : exportPlace(source, className);
    if (position) return { uri: own, position };
  }
  return pythonFiles(`${file}.py`, uri, { host, folders, folder }).reduce<Place | undefined>(
    (found, python) => {
      const source = found ? undefined : host.readText(python);
      const position = source === undefined ? undefined : pythonPlace(source, className);
      return position ? { uri: python, position } : found;
    },
    undefined,
  );
}

function pythonFiles(
  name: string,
  uri: string,
  { host, folders, folder }: { host: Host; folders: readonly string[]; folder: PythonFolder },
): string[] {
  const near = [`${folder}/${name}`, `speechain/${folder}/${name}`]
    .flatMap((path) => candidatesOf(path, uri))
    .filter(
      (candidate) =>
        folders.some((root) => candidate.startsWith(root.endsWith('/') ? root : `${root}/`)) &&
        exists(candidate, host),
    );
  if (near.length > 0) return near;
  const found: string[] = [];
  for (const { uri: at, names } of walk(host, folders))
    if (nameOf(at.slice(0, -1)) === folder && names.includes(name)) found.push(at + name);
  return found;
}

/** The file that a path in a configuration leads to; undefined when there is none. */
export function findPath(path: string, uri: string, host: Host): string | undefined {
  if (!looksLikePath(path)) return undefined;
  return candidatesOf(path, uri).find((candidate) => exists(candidate, host));
}

/** Whether a text may be the path of a file: it has a folder or an ending, and no address, blanks or brackets. */
export const looksLikePath = (text: string): boolean =>
  text.length < 500 &&
  // Half a surrogate pair is no character, and cannot be written in an address.
  !/\p{Surrogate}/u.test(text) &&
  /^[^\s<>"'|*?:]*(?:\/[^\s<>"'|*?:]+|[\w-]\.[A-Za-z]\w{0,5})$/.test(text.replace(/^[A-Za-z]:/, ''));

/** Whether a file or a folder is there. */
function exists(uri: string, host: Host): boolean {
  const plain = uri.replace(/\/$/, '');
  return host.list(folderOf(plain)).includes(nameOf(plain));
}

const positionOf = (source: string, offset: number): Position => {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};

function placeOf(source: string, pattern: RegExp, name: string): Position | undefined {
  const match = pattern.exec(source);
  return match
    ? positionOf(source, match.index + match[0].toLowerCase().lastIndexOf(name.toLowerCase()))
    : undefined;
}

/** SpeeChain's class is `Noamlr` where the documentation says `NoamLr`. */
const pythonPlace = (source: string, name: string) =>
  placeOf(source, new RegExp(`^class\\s+${name}\\b`, 'im'), name);

const exportPlace = (source: string, name: string) =>
  placeOf(source, new RegExp(`\\b(?:class|function|const|let)\\s+${name}\\b`), name);
