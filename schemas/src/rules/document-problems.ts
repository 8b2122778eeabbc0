import type { Severity } from '../problem.js';

/** The page of a diagnostic about the YAML itself; the document layer finds these. A test runs every example. */
export interface DocumentProblem {
  readonly code: `optim/${string}`;
  readonly severity: Severity;
  readonly summary: string;
  readonly docs: string;
  /** Absent where an example would not be readable (a file of a million characters). */
  readonly example?: { readonly bad: string; readonly good: string };
}

const block = 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n';

const problem = (
  name: string,
  summary: string,
  docs: string,
  bad?: string,
  good = '',
  severity: Severity = 'error',
): DocumentProblem => {
  const page = { code: `optim/${name}` as const, severity, summary, docs };
  return bad === undefined ? page : { ...page, example: { bad: bad + block, good: good + block } };
};

/** Every diagnostic that reading the YAML can give. */
export const documentProblems: readonly DocumentProblem[] = [
  problem(
    'yaml-syntax',
    'The text is no YAML.',
    'The loader stops at the first such place. Here mistakes within one value are each shown, and what can be read of the rest is still checked.',
    'name: [one, two\n',
    'name: [one, two]\n',
  ),
  problem(
    'yaml-tab',
    'A tab stands where YAML allows only spaces.',
    'SpeeChain’s loader refuses tabs in front of a value and in indentation. Let your editor insert spaces.',
    'accum_grad:\t2\n',
    'accum_grad: 2\n',
  ),
  problem(
    'yaml-duplicate-key',
    'A key stands twice in one mapping.',
    'SpeeChain’s loader refuses the file (DuplicateKeyError). PyYAML takes the last one without a word.',
    'accum_grad: 2\naccum_grad: 4\n',
    'accum_grad: 4\n',
  ),
  problem(
    'yaml-conflict-marker',
    'A merge conflict was left in the file.',
    'Keep one side of the conflict and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`.',
    '<<<<<<< ours\naccum_grad: 2\n=======\naccum_grad: 4\n>>>>>>> theirs\n',
    'accum_grad: 2\n',
  ),
  problem(
    'yaml-alias',
    'An alias names no anchor above it.',
    'An alias (`*name`) repeats the value that an anchor (`&name`) marked earlier in the file.',
    'seed: *other\n',
    'first: &other 3\nseed: *other\n',
  ),
  problem(
    'yaml-alias-cycle',
    'An alias stands inside the value that it repeats.',
    'The value would contain itself.',
    'list: &self [1, *self]\n',
    'list: [1, 2]\n',
  ),
  problem(
    'yaml-alias-bomb',
    'Aliases multiply values beyond any use.',
    'A few lines of aliases of aliases can hold billions of values. Such a file is not expanded.',
  ),
  problem(
    'yaml-merge',
    'The merge key `<<` was given something that is no mapping.',
    '`<<` copies the keys of another mapping (`<<: *name`), or of several (`<<: [*one, *two]`). At the top level of a file it brings nothing in the version of the loader that SpeeChain pins (ruamel.yaml 0.17), which is a warning.',
    'conf: {<<: 3}\n',
    'base: &base {a: 1}\nconf: {<<: *base}\n',
  ),
  problem(
    'yaml-number',
    'A value looks like a number and is none.',
    'The loader takes the form for a number and then fails to convert it.',
  ),
  problem(
    'yaml-date',
    'A value looks like a date and is none.',
    'YAML reads `2022-07-29` as a date. Put quotes around a text that looks like one.',
    'day: 2022-13-45\n',
    'day: "2022-13-45"\n',
  ),
  problem(
    'yaml-tag',
    'A tag does not fit its value.',
    'A tag such as `!!int` converts the value, and this one cannot be converted.',
    'seed: !!int text\n',
    'seed: 1\n',
  ),
  problem(
    'yaml-unknown-tag',
    'SpeeChain does not know the tag.',
    'The value stays an object that is neither text nor number, and fails later, far from here. The tags are `!ref`, `!tuple`, `!list` and `!str`.',
    'seed: !integer 3\n',
    'seed: 3\n',
    'warning',
  ),
  problem(
    'yaml-tuple',
    'A `!tuple` or `!list` does not hold what it seems to.',
    'The tags drop the first and last character of the text and split the rest at commas. Inside `{ }` YAML itself ends the value at the first comma. A plain list `[a, b]` has none of these traps.',
    'shape: !tuple 1,2,3\n',
    'shape: !tuple (1,2,3)\n',
  ),
  problem(
    'yaml-character',
    'A character cannot stand in YAML.',
    'Control characters are refused by the loader.',
    'name: a\u0001b\n',
    'name: ab\n',
  ),
  problem('yaml-empty', 'The file holds nothing.', 'SpeeChain stops with a TypeError on an empty file.'),
  problem(
    'yaml-not-mapping',
    'The top level is not a mapping.',
    'A configuration is a mapping: `key: value`.',
  ),
  problem(
    'yaml-several-documents',
    'The file holds a second YAML document.',
    'The loader reads files with one document.',
    'seed: 1\n---\n',
    'seed: 1\n',
  ),
  problem('yaml-too-deep', 'Values are nested too deeply.', 'The loader stops with a RecursionError.'),
  problem('yaml-too-large', 'The file is too large to be a configuration.', 'It is not read.'),
  problem(
    'ref-unknown',
    'A `!ref` names no top-level key.',
    '`!ref <key>` takes the value of a top-level key of the same file. There are no paths inside (`<a.b>`) and no blanks.',
    'warm: 4000\nramp: !ref <wram>\n',
    'warm: 4000\nramp: !ref <warm>\n',
  ),
  problem(
    'ref-order',
    'A `!ref` points forward to another `!ref`.',
    'References are resolved from top to bottom: the one that is used must stand above.',
    'a: !ref <b>\nb: !ref <c>\nc: 3\n',
    'c: 3\nb: !ref <c>\na: !ref <b>\n',
  ),
  problem(
    'ref-index',
    'An index in a `!ref` leads nowhere.',
    '`<key[0]>` takes an item of a list.',
    'list: [1, 2]\none: !ref <list[5]>\n',
    'list: [1, 2]\none: !ref <list[1]>\n',
  ),
  problem(
    'ref-arithmetic',
    'A `!ref` cannot be computed.',
    'SpeeChain’s newest version computes `<a*2>` with one operator and numbers.',
  ),
  problem(
    'ref-cycle',
    'A `!ref` stands inside the value that it names.',
    'The value would contain itself.',
    'm: {k: !ref <m>}\n',
    'm: {k: 1}\n',
  ),
];
