import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** Where a runtime was found: the user's setting, the workspace's own install, or the extension itself. */
export type RuntimeOrigin = 'setting' | 'workspace' | 'bundled';

/** A command line `optim-sches` that can be started. */
export interface Runtime {
  readonly origin: RuntimeOrigin;
  /** The script for Node. */
  readonly script: string;
  /** Undefined where its package cannot be told. */
  readonly version: string | undefined;
  /** The versions of Node that it asks for. */
  readonly node: string | undefined;
}

/** Why there is no runtime: what the setting names is not one, or the extension's own is missing. */
export interface NoRuntime {
  readonly missing: 'setting' | 'bundled';
  readonly path: string;
}

export interface RuntimePlaces {
  /** The setting, empty where the user has made none: a script, or the folder of a package. */
  readonly setting: string;
  /** The configuration that is to be trained. */
  readonly config: string;
  /** The search for the workspace's own ends here. */
  readonly workspaceFolder: string;
  /** The script that the extension carries. */
  readonly bundled: string;
}

const packageName = 'optim-sches';

/** Finds what trains: the setting's, else the workspace's own, else the extension's. Starts nothing. */
export function findRuntime({
  setting,
  config,
  workspaceFolder,
  bundled,
}: RuntimePlaces): Runtime | NoRuntime {
  if (setting.trim() !== '') {
    const path = resolve(workspaceFolder, withHome(setting.trim()));
    return atSetting(path) ?? { missing: 'setting', path };
  }
  for (const folder of foldersUp(dirname(config), workspaceFolder)) {
    const found = inPackage(join(folder, 'node_modules', packageName), 'workspace');
    if (found !== undefined) return found;
  }
  if (isFile(bundled)) return { ...about(bundled), origin: 'bundled', script: bundled };
  return { missing: 'bundled', path: bundled };
}

function atSetting(path: string): Runtime | undefined {
  if (isFile(path)) return { ...about(path), origin: 'setting', script: path };
  return inPackage(path, 'setting') ?? inPackage(join(path, 'node_modules', packageName), 'setting');
}

/** The runtime in the folder of its package; undefined where there is none, or one that has not been built. */
function inPackage(folder: string, origin: RuntimeOrigin): Runtime | undefined {
  const manifest = readManifest(folder);
  if (manifest?.name !== packageName) return undefined;
  const script = join(folder, manifest.bin);
  const isBuilt = isFile(script) && (manifest.main === undefined || isFile(join(folder, manifest.main)));
  return isBuilt ? { origin, script, version: manifest.version, node: manifest.node } : undefined;
}

/** What the package around a script says of it. */
function about(script: string): Pick<Runtime, 'version' | 'node'> {
  let folder = dirname(script);
  for (let up = 0; up < 4; up++, folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest?.name === packageName) return { version: manifest.version, node: manifest.node };
  }
  return { version: undefined, node: undefined };
}

interface Manifest {
  readonly name: unknown;
  readonly version: string | undefined;
  readonly bin: string;
  readonly main: string | undefined;
  readonly node: string | undefined;
}

function readManifest(folder: string): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const bin = at(json, 'bin');
  return {
    name: at(json, 'name'),
    version: textOf(at(json, 'version')),
    bin: textOf(bin) ?? textOf(at(bin, packageName)) ?? 'bin/optim-sches.js',
    main: textOf(at(json, 'exports', '.', 'default')),
    node: textOf(at(json, 'engines', 'node')),
  };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value;
  for (const key of keys)
    inner = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined;
  return inner;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** A folder and those around it, up to `top`; only itself where it is not inside `top`. */
function foldersUp(from: string, top: string): string[] {
  const folders = [from];
  const inside = relative(top, from);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return folders;
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    folders.push(folder);
    if (relative(top, folder) === '') return folders;
  }
}

const withHome = (path: string) => path.replace(/^~(?=$|[/\\])/, homedir());

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();
