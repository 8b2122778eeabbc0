import type { Conflict } from '../../optimizers/optimizer.js';
import type { OptimizerAround } from '../scheduler.js';
import type { InnerConf } from './inner-conf.js';
import type { Interval } from './keys.js';
import type { LrLambda } from './lr-lambda.js';
import { variablesOf } from './lr-lambda.js';
import type { Member } from './members.js';
import { members } from './members.js';
import type { TorchRule } from './rule.js';
import type { Start } from './running.js';
import { startInTurn, startOne, startTogether } from './running.js';

/** The conf of a scheduler that holds others. */
interface Composed {
  readonly schedulers: readonly InnerConf[];
  readonly milestones?: readonly number[];
}

/** One scheduler of a list, taken apart: of one class, or with others inside. */
interface Inner {
  /** The key as written. */
  readonly key: string;
  /** The name of the class. */
  readonly name: string;
  readonly conf: Record<string, unknown>;
  readonly member: Member | undefined;
}

const composedOf = ({ conf }: Inner) => conf as unknown as Composed;

/** The schedulers of a list. */
export function readInner(schedulers: readonly InnerConf[]): Inner[] {
  return schedulers.map((one) => {
    const [[key, conf] = ['', {}]] = Object.entries(one);
    const name = key.replace(/^torch\./, '');
    return { key, name, conf, member: Object.hasOwn(members, name) ? members[name] : undefined };
  });
}

/** The rules of a list; undefined for one with others inside. */
export const rulesOf = (schedulers: readonly InnerConf[]): (TorchRule | undefined)[] =>
  readInner(schedulers).map(({ member, conf }) => member?.rule(conf));

/** How the schedulers of a list are made, those inside others with them. */
export const startsOf = (schedulers: readonly InnerConf[]): Start[] =>
  readInner(schedulers).map((one) => {
    if (one.member) return startOne(one.member.rule(one.conf));
    const { schedulers: within, milestones } = composedOf(one);
    return milestones ? startInTurn(startsOf(within), milestones) : startTogether(startsOf(within));
  });

/** The very first scheduler that is made: later ones find what it left in the group. */
export function firstOf(schedulers: readonly InnerConf[]): Inner | undefined {
  const [first] = readInner(schedulers);
  return first && !first.member ? firstOf(composedOf(first).schedulers) : first;
}

/** The value of the counter at which the warm-up of a scheduler inside another ends; undefined without one. */
export function warmupCount({ member, conf }: Inner, interval: Interval): number | undefined {
  const given = { ...conf, interval };
  const end = member?.scheduler.warmupEnd?.(given);
  return end === undefined ? member?.scheduler.warmupEpochs?.(given) : end - 1;
}

/** Why an `lr_lambda` cannot be computed inside another scheduler. */
function lambdaInside({ name, conf }: Inner, interval: Interval): string | undefined {
  if (!('lr_lambda' in conf)) return undefined;
  const uses = variablesOf(conf.lr_lambda as LrLambda);
  if (interval === 'epoch' && uses.has('step'))
    return 'lr_lambda: step is not known where the schedule moves on after epochs. Write epoch.';
  if (interval === 'step' && uses.has('epoch') && name === 'MultiplicativeLR')
    return 'lr_lambda: epoch is not known inside another schedule, where every step before this one counts. Write step.';
  return undefined;
}

/** Why torch stops when SequentialLR starts a scheduler anew. */
function startedAnew({ name, member, conf }: Inner): string | undefined {
  if (!member)
    return `${name} cannot come after a milestone of SequentialLR: torch stops there with a NotImplementedError, since ${name} has no learning rate of its own to start from. Put it first, or write its schedulers into this list.`;
  if ((name === 'LinearLR' || name === 'PolynomialLR') && conf.total_iters === 0)
    return `total_iters of ${name} is 0: torch divides by it at the milestone and stops with a ZeroDivisionError. Write at least 1, or leave the scheduler out.`;
  return undefined;
}

/** How many steps the scheduler at a place of a list takes, of the steps of the list. */
function stepsOf({ milestones }: Composed, index: number, steps: number): number {
  const inOrder = milestones?.every((milestone, k) => milestone >= (milestones[k - 1] ?? 0));
  if (!milestones || !inOrder) return steps;
  return Math.min(milestones[index] ?? steps, steps) - (milestones[index - 1] ?? 0);
}

/** Whether what torch stops at after `total_iters` steps of a scheduler never comes: another one takes over before. */
const endsBefore = ({ name, conf }: Inner, steps: number): boolean =>
  (name === 'ConstantLR' || name === 'PolynomialLR') && Number(conf.total_iters) >= steps;

/** What torch refuses of the schedulers of a list that takes so many steps, those inside others with them. */
export function innerConflicts(
  composed: Composed,
  interval: Interval,
  optimizer: OptimizerAround,
  steps: number,
): Conflict[] {
  const { schedulers, milestones } = composed;
  return readInner(schedulers).flatMap((one, index) => {
    const { key, member, conf } = one;
    const ownSteps = stepsOf(composed, index, steps);
    const checked = (): readonly Conflict[] =>
      endsBefore(one, ownSteps) ? [] : (member?.scheduler.check?.({ ...conf, interval }, optimizer) ?? []);
    // A SequentialLR inside another has taken a step before the first: its constructor's, which torch takes back of others.
    const own = member ? checked() : composedConflicts(composedOf(one), interval, optimizer, ownSteps + 1);
    const lambda = lambdaInside(one, interval);
    const isReached = index > 0 && (milestones?.[index - 1] ?? 0) > 0;
    const anew = isReached ? startedAnew(one) : undefined;
    const at = (path: readonly (string | number)[], message: string): Conflict => ({
      path: ['schedulers', index, key, ...path],
      message,
    });
    return [
      ...own.map(({ path, message }) => at(path, message)),
      ...(lambda === undefined ? [] : [at(['lr_lambda'], lambda)]),
      ...(anew === undefined ? [] : [at([], anew)]),
    ];
  });
}

/** What torch refuses of a scheduler with others inside, which takes so many steps. */
export function composedConflicts(
  conf: Composed,
  interval: Interval,
  optimizer: OptimizerAround,
  steps = Number.POSITIVE_INFINITY,
): Conflict[] {
  const inside = innerConflicts(conf, interval, optimizer, steps);
  const { schedulers, milestones } = conf;
  if (!milestones || milestones.length === schedulers.length - 1) return inside;
  const message = `Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones.length}. Write a milestone for each scheduler but the first.`;
  return [{ path: ['milestones'], message }, ...inside];
}
