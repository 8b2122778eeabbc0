import type { Problem } from '../problem.js';
import type { Span, Value } from './value.js';

/**
 * Who reads the YAML. `ruamel` is SpeeChain's own loader (YAML 1.2: `1e-9` is a float);
 * `pyyaml` reads YAML 1.1 numbers (`1e-9` and `5e4` are strings).
 */
export type Loader = 'ruamel' | 'pyyaml';

/** One `<key>` inside a `!ref`. */
export interface Reference {
  /** The key's name, without brackets and indices. */
  readonly key: string;
  /** The `<key[0]>` part in the text. */
  readonly span: Span;
  /** The key's name alone, inside `span`: what a rename replaces. */
  readonly keySpan: Span;
  /** The whole `!ref …` scalar in the text. */
  readonly scalar: Span;
  /** The key in the text that it points to, when there is one. */
  readonly target?: Span;
}

/** One text, read. `root` is undefined when the text is empty or so broken that nothing can be told. */
export interface Document {
  readonly text: string;
  readonly root: Value | undefined;
  /** What the loader would refuse (`optim/yaml-…`, `optim/ref-…`), and hazards in the text. */
  readonly problems: readonly Problem[];
  readonly references: readonly Reference[];
  /**
   * What the loader itself answers: `undefined` when it succeeds, else the Python error's class
   * (`DuplicateKeyError`) and message.
   */
  readonly loaderError?: { readonly type: string; readonly message: string };
}

export interface ParseOptions {
  /** Default `ruamel`. */
  readonly loader?: Loader;
  /**
   * Whether `!ref <warmup*2>` is arithmetic, as the living upstream of SpeeChain reads it (since January 2026).
   * Default false: earlier versions look for a key named `warmup*2`.
   */
  readonly arithmetic?: boolean;
}
