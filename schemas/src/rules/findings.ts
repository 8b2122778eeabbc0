import type { OptimSchedulerConf } from '../config/config.js';
import { PlacedSpan } from '../document/blocks/place.js';
import { moveProblem } from '../document/blocks/relocate.js';
import type { Entry, Span } from '../document/value.js';
import type { Problem } from '../problem.js';
import { eachRules } from './each.js';
import { fileGroups, optimSchedulerGroups } from './groups.js';
import { rules } from './index.js';
import type { FieldGroup, RuleContext } from './rule.js';
import { hasMisspelling } from './unknown-key.js';

const together = rules.filter((rule) => !eachRules.has(rule));
const each = rules.filter((rule) => eachRules.has(rule));
const notAboutCurve = each.filter(({ aboutCurve }) => !aboutCurve);

const problemsOf = (asked: typeof rules, context: RuleContext): Problem[] =>
  asked.flatMap((rule) =>
    [...rule.check(context)].map(
      (finding): Problem => ({ severity: rule.severity, fixes: [], ...finding, code: rule.code }),
    ),
  );

/** What the rules find, in no order. OptimSchedulers that are the same objects as before are not looked at again. */
export function findings(context: Omit<RuleContext, 'groups'>): Problem[] {
  const { config, runtime } = context;
  const around = fileGroups(config, runtime);
  // A train_cfg given by path has its OptimSchedulers in a file of its own.
  const own = config.linked ? [] : config.optimSchedulers;
  const groups = [...around, ...own.flatMap(groupsOf)];
  const circumstances = circumstancesOf(context);
  const rest = { ...context, groups: around, config: { ...config, optimSchedulers: [] } };
  return unique([
    ...problemsOf(together, { ...context, groups }),
    ...problemsOf(each, rest),
    ...config.optimSchedulers.flatMap((one) => problemsOfOne(one, context, circumstances)),
  ]);
}

const groupsByConf = new WeakMap<OptimSchedulerConf, FieldGroup[]>();

function groupsOf(one: OptimSchedulerConf): FieldGroup[] {
  const known = groupsByConf.get(one) ?? optimSchedulerGroups(one);
  groupsByConf.set(one, known);
  return known;
}

interface Known {
  readonly circumstances: readonly unknown[];
  readonly problems: readonly Problem[];
}

const known = new WeakMap<OptimSchedulerConf, Known>();

function problemsOfOne(
  one: OptimSchedulerConf,
  context: Omit<RuleContext, 'groups'>,
  circumstances: readonly unknown[],
): readonly Problem[] {
  const { config } = context;
  const before = known.get(one);
  if (before && same(before.circumstances, circumstances)) return before.problems;
  const groups = config.linked ? [] : groupsOf(one);
  const asked = groups.some(hasMisspelling) ? notAboutCurve : each;
  const problems = problemsOf(asked, { ...context, groups, config: { ...config, optimSchedulers: [one] } });
  const moving = movingProblems(one, problems);
  if (moving) known.set(one, { circumstances, problems: moving });
  return moving ?? problems;
}

/** Everything that what is found in an OptimScheduler may depend on besides itself. */
function circumstancesOf({ config, ...context }: Omit<RuleContext, 'groups'>): readonly unknown[] {
  const { experiment, expCfg, trainCfg, document, optimSchedulers, block: _, ...rest } = config;
  const around = (entries: readonly Entry[] = []) =>
    entries.filter(({ key }) => key !== 'optim_sches' && key !== 'train_cfg').map(({ value }) => value);
  return [
    ...Object.values(rest),
    ...Object.values(experiment),
    ...Object.values(context),
    ...around(expCfg?.entries),
    ...around(trainCfg?.entries),
    ...around(document.root?.kind === 'map' ? document.root.entries : []),
  ];
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

/** The problems with spans that move with the block of the OptimScheduler; undefined when one stands outside of it. */
function movingProblems({ node }: OptimSchedulerConf, problems: readonly Problem[]): Problem[] | undefined {
  const { span } = node;
  if (!(span instanceof PlacedSpan)) return undefined;
  const { place } = span;
  let outside = false;
  const move = (one: Span): Span => {
    if (one instanceof PlacedSpan) return one;
    // The line of its name stands in front of the mapping.
    if (one.start < place.offset || one.end > span.end + 1) outside = true;
    return new PlacedSpan(place, one.start - place.offset, one.end - place.offset);
  };
  const moved = problems.map((problem) => moveProblem(problem, move));
  return outside ? undefined : moved;
}

/** The problems without those that are the same in every respect. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, span, message }) => {
    const key = `${code} ${span.start} ${span.end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
