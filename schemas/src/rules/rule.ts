import type { Config } from '../config/config.js';
import type { FieldIssue, FieldsRead } from '../config/read-fields.js';
import type { MapValue, Span } from '../document/value.js';
import type { Fields } from '../fields.js';
import type { ModelInfo } from '../models/index.js';
import type { Fix, Problem, Related, Severity } from '../problem.js';

/** Who will run the file. */
export type Target = 'runtime' | 'speechain' | 'both';

/** One mapping of the configuration with the schema that describes its keys. */
export interface FieldGroup {
  readonly kind: 'experiment' | 'conf' | 'optim_conf' | 'nested' | 'model' | 'module_conf' | 'data';
  /** What the keys are arguments of, in words: `torch.optim.Adam`. */
  readonly owner: string;
  readonly map: MapValue;
  /** The key of a mapping inside a value (kind `nested`); undefined for an item of a list, and for other kinds. */
  readonly keySpan?: Span | undefined;
  readonly fields: Fields;
  readonly issues: readonly FieldIssue[];
  /** The values with defaults; undefined when one of them cannot be used. */
  readonly values: FieldsRead['values'];
}

/** What a rule sees. */
export interface RuleContext {
  readonly config: Config;
  readonly runtime: boolean;
  readonly speechain: boolean;
  readonly groups: readonly FieldGroup[];
  /** The model that the file names; undefined when it names none or one that nobody knows. */
  readonly model: ModelInfo | undefined;
  /** Whether a user's own file stands next to the configuration (`my_schedule` for `my_schedule.ts` or `.js`). */
  readonly hasModule: (file: string) => boolean;
  /** The classes that such a file exports, read without running it; undefined when nobody can tell. */
  readonly classesOf: (file: string) => readonly string[] | undefined;
  /** Training steps in one epoch, when somebody knows. */
  readonly stepsPerEpoch: number | undefined;
}

export interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly fixes?: readonly Fix[];
  /** Other than the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tag?: NonNullable<Problem['tag']>;
}

/** One diagnostic. Its page under docs/problems/ is made from these words, and a test runs both examples. */
export interface Rule {
  readonly code: `optim/${string}`;
  readonly severity: Severity;
  readonly summary: string;
  /** Why it matters and what to do, in Markdown. */
  readonly docs: string;
  /** A configuration that has this problem and one that does not; `target` is who runs them. */
  readonly example: { readonly bad: string; readonly good: string; readonly target?: Target };
  /** Whether it looks at learning rates: a misspelled key has made them others than meant, and is the one mistake. */
  readonly aboutCurve?: true;
  check(context: RuleContext): Iterable<Finding>;
}
