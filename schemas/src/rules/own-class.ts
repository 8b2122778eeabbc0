import type { Value } from '../document/value.js';
import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import type { Finding, RuleContext } from './rule.js';

/** What is looked for under a name `file.Class`: the words for it, and the names that exist without a file. */
export interface Wanted {
  /** `model`. */
  readonly what: string;
  readonly builtin: readonly string[];
}

/** Why a user's own file does not have the class; undefined when it does, or when nobody can tell. */
export function missingClass(name: string, node: Value, context: RuleContext): Finding | undefined {
  const [file = '', cls = ''] = name.split('.');
  const classes = context.classesOf(file);
  if (classes === undefined || classes.includes(cls)) return undefined;
  const near = suggest(cls, classes);
  const has = classes.length === 0 ? 'exports nothing' : `exports ${listed(classes, 'and')}`;
  return {
    span: node.span,
    message: `The file ${file} next to this one does not export ${cls}. ${near ? `Did you mean "${file}.${near}"?` : `It ${has}.`}`,
    fixes: near && !node.via ? [changeTo(context, node, `${file}.${near}`)] : [],
  };
}

const changeTo = ({ config }: RuleContext, node: Value, name: string) => ({
  title: `Change to ${name}`,
  edits: respell(config.document.text, node.span, name),
  preferred: true,
  safe: true,
});

/** Why this runtime finds no class of that name: neither a built-in one nor one of the user's own. */
export function unknownClass(
  name: string,
  node: Value,
  wanted: Wanted,
  context: RuleContext,
): Finding | undefined {
  if (wanted.builtin.includes(name)) return undefined;
  const [file = '', cls] = name.split('.');
  if (cls && context.hasModule(file)) return missingClass(name, node, context);
  const near = suggest(name, wanted.builtin);
  const own = cls
    ? ` For one of your own, put ${file}.ts with the class ${cls} next to this file.`
    : ' For one of your own, write file_name.ClassName.';
  return {
    span: node.span,
    message: `There is no ${wanted.what} "${name}". ${near ? `Did you mean "${near}"?` : `This runtime has ${listed(wanted.builtin, 'and')}.${own}`}`,
    fixes: near && !node.via ? [changeTo(context, node, near)] : [],
  };
}
