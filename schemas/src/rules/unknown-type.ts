import type { OptimSchedulerConf } from '../config/config.js';
import type { Value } from '../document/value.js';
import type { Fix } from '../problem.js';
import { findScheduler, schedulers } from '../schedulers/index.js';
import { meantTypes } from '../schedulers/meant-types.js';
import { listed, suggest } from '../suggest.js';
import { respell } from './edits.js';
import { missingClass } from './own-class.js';
import type { Finding, Rule, RuleContext } from './rule.js';

/** The spellings that whoever runs the file knows. */
const spellings = ({ runtime }: RuleContext) =>
  schedulers.flatMap((s) => (runtime ? [s.type, ...s.aliases] : (s.speechain ?? [])));

function finding(one: OptimSchedulerConf, context: RuleContext): Finding | undefined {
  const { typeNode } = one;
  if (!typeNode || one.scheduler) return undefined;
  const { span } = typeNode;
  const { type } = one;
  if (type === undefined)
    return {
      span,
      message: `The type is ${typeNode.kind === 'null' ? 'empty' : 'not a text'}. It names a schedule, such as noam.NoamLr.`,
    };
  const [file = '', cls] = type.split('.');
  if (context.runtime && cls && context.hasModule(file)) return missingClass(type, typeNode, context);
  const wrong = `"${type}" is not a learning-rate schedule.`;
  const own =
    context.runtime && cls
      ? ` For a schedule of your own, put ${file}.ts with the class ${cls} next to this file.`
      : '';
  const near = nearest(type, context);
  if (near.types.length > 0) {
    const fixes = near.types.map((spelling) => changeTo(context, typeNode, spelling, near));
    return {
      span,
      message: `${wrong} Did you mean ${listed(near.types)}?${near.sure ? '' : own}`,
      fixes: typeNode.via ? [] : fixes,
    };
  }
  const crash = context.speechain
    ? ` SpeeChain stops with ModuleNotFoundError unless speechain/optim_sche/${file}.py exists.`
    : '';
  const list = context.runtime ? ' The command "optim-sches schedules" lists all.' : '';
  return { span, message: `${wrong} ${thereAre(file, context)}${own}${crash}${list}` };
}

/** So many names are read, not looked through. */
const few = 6;

/** The spellings that are most likely meant, of those that whoever runs the file knows. */
function nearest(type: string, context: RuleContext) {
  if (!context.runtime) {
    const near = suggest(type, spellings(context));
    return { types: near === undefined ? [] : [near], sure: true };
  }
  const { types, sure } = meantTypes(type);
  const asWritten = (one: string) => suggest(type, [one, ...(findScheduler(one)?.aliases ?? [])]) ?? one;
  return { types: types.slice(0, few).map(asWritten), sure };
}

/** One of several is the reader's choice; what may as well be a class of one's own is not changed unasked. */
const changeTo = (
  { config }: RuleContext,
  node: Value,
  spelling: string,
  { types, sure }: ReturnType<typeof nearest>,
): Fix => ({
  title: `Change to ${spelling}`,
  edits: respell(config.document.text, node.span, spelling),
  ...(types.length === 1 ? { preferred: true, safe: sure } : {}),
});

/** What could be written instead: the schedules of the toolkit that is named, else the toolkits. */
function thereAre(toolkit: string, context: RuleContext): string {
  if (!context.runtime) return `There are ${listed(spellings(context), 'and')}.`;
  const types = schedulers.map(({ type }) => type);
  const family = types.filter((type) => type.startsWith(`${toolkit}.`));
  if (family.length > 0) return `${toolkit} has ${listed(family, 'and')}.`;
  const toolkits = [...new Set(types.map((type) => type.split('.')[0] ?? type))];
  return `There are ${types.length}, such as "noam.NoamLr", of ${toolkits.slice(0, -1).join(', ')} and ${toolkits.at(-1)}.`;
}

/** `type` names no schedule. */
export const unknownType: Rule = {
  code: 'optim/unknown-type',
  severity: 'error',
  summary: '`type` names a schedule that does not exist.',
  docs: 'The `type` of an OptimScheduler is `file_name.ClassName`: a schedule of this project (see the list of schedules), or a class of your own in a TypeScript or JavaScript file next to the configuration. The name of a class alone (`StepLR`) or with its Python module (`torch.optim.lr_scheduler.StepLR`) is not enough, since several toolkits have schedules of one name: `optim-sches schedules` lists them all.',
  example: {
    bad: 'optim_sches: {type: noam.Naom, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const found = finding(one, context);
      if (found) yield found;
    }
  },
};
