import { readFileSync } from 'node:fs';
import {
  type Config,
  check,
  type Loader,
  parseDocument,
  readConfig,
  type Severity,
  type Target,
} from '@optim-sches/schemas';
import type { CheckedFile } from './format/format-problems.js';
import type { Io } from './io.js';
import type { NamedText } from './read-text.js';
import {
  displayPath,
  findCodeFile,
  findConfigFile,
  findUserClasses,
  findUserModel,
  folderOf,
} from './user-files.js';

/** How a configuration is checked. */
export interface CheckSettings {
  /** Default `runtime`. */
  readonly target?: Target;
  /** Default `ruamel`. */
  readonly loader?: Loader;
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Training steps in one epoch, when known. */
  readonly stepsPerEpoch?: number;
}

/** A configuration with everything that is wrong with it. */
export interface CheckedConfig {
  readonly config: Config;
  /** The file itself, then the file that `train_cfg` names, when it names one. */
  readonly files: readonly [CheckedFile, ...CheckedFile[]];
  /** The folder in which the configuration's own code is looked up. */
  readonly folder: string;
}

/**
 * Reads and checks one configuration: the same for `check`, `preview` and `train`. A `train_cfg` given by path is
 * read from the disk, and so are the declarations of a user's own model; no code of the user runs.
 */
export function checkText({ path, text }: NamedText, settings: CheckSettings, io: Io): CheckedConfig {
  const folder = folderOf(path, io);
  const { loader = 'ruamel', target, severities, stepsPerEpoch } = settings;
  let linkedPath: string | undefined;
  const readFile = (wanted: string): string | undefined => {
    linkedPath = findConfigFile(wanted, folder, io);
    return linkedPath === undefined ? undefined : readFileSync(linkedPath, 'utf8');
  };
  const config = readConfig(parseDocument(text, { loader }), { loader, readFile });
  const options = {
    ...(target === undefined ? {} : { target }),
    ...(severities === undefined ? {} : { severities }),
    ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
    findModel: (modelType: string) => findUserModel(folder, modelType),
    hasModule: (name: string) => findCodeFile(folder, name) !== undefined,
    classesOf: (name: string) => findUserClasses(folder, name),
  };
  const own: CheckedFile = { path, text, problems: check(config, options) };
  const { linked } = config;
  if (linked === undefined || linkedPath === undefined) return { config, files: [own], folder };
  const other: CheckedFile = {
    path: displayPath(linkedPath, io),
    text: linked.document.text,
    problems: check(linked, options),
  };
  return { config, files: [own, other], folder };
}

/** Whether a problem is one for which `check` answers 1: an error or a warning. */
export function isSerious({ severity }: { readonly severity: Severity }): boolean {
  return severity === 'error' || severity === 'warning';
}
