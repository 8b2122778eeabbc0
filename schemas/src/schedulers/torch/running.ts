import type { Interval } from './keys.js';
import type { Done, ParamGroup, TorchRule } from './rule.js';

/** When a scheduler is asked: what the schedule around it counts, and the variables of expressions. */
export interface Now {
  readonly interval: Interval;
  readonly done: Done;
}

/** A scheduler object of torch at work on a group, with the calls that torch makes on it. */
export interface Running {
  step(now: Now): void;
  /** `_initial_step`, of constructors. */
  initialStep(now: Now): void;
  /** `_update_lr(0)`, at a milestone of SequentialLR. */
  startAnew(now: Now): void;
  /** `recursive_undo`: takes the constructor's step back, but not what it did to the group. */
  undo(): void;
}

/** Makes a scheduler object, which steps once. */
export type Start = (group: ParamGroup, now: Now) => Running;

/** A scheduler object of one rule. */
export const startOne =
  (rule: TorchRule): Start =>
  (group, begin) => {
    const ownBaseLr = rule.construct?.(group);
    group.initial_lr ??= group.lr;
    let baseLr = group.initial_lr;
    let t = -1;
    const ask = ({ interval, done }: Now, initial: boolean) =>
      rule.next({ t, initial, baseLr, group, done: { ...done, [interval]: t } });
    const step = (now: Now, initial: boolean) => {
      t = rule.beginsAtZero ? Math.max(0, t + 1) : t + 1;
      group.lr = ask(now, initial);
    };
    step(begin, true);
    // torch's CyclicLR sets its own after the constructor's step.
    baseLr = ownBaseLr ?? baseLr;
    return {
      step: (now) => step(now, false),
      initialStep: (now) => step(now, true),
      startAnew(now) {
        t = 0;
        group.lr = rule.anew ? rule.anew(baseLr) : ask(now, false);
      },
      undo() {
        t--;
      },
    };
  };

/** How many milestones are at `t` or before it, found as Python's `bisect_right` does, also in a list out of order. */
export function milestonesBefore(milestones: readonly number[], t: number): number {
  let low = 0;
  let high = milestones.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (t < (milestones[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** torch's SequentialLR: one scheduler after the other, each started anew at its milestone. */
export const startInTurn =
  (members: readonly Start[], milestones: readonly number[]): Start =>
  (group, begin) => {
    const running = members.map((start) => start(group, begin));
    const undo = () => {
      for (const one of running) one.undo();
    };
    group.lr = group.initial_lr ?? group.lr;
    undo();
    let t = 0;
    running[milestonesBefore(milestones, 0)]?.initialStep(begin);
    function step(now: Now): void {
      t++;
      const index = milestonesBefore(milestones, t);
      if (index > 0 && milestones[index - 1] === t) running[index]?.startAnew(now);
      else running[index]?.step(now);
    }
    return { step, initialStep: step, startAnew: notImplemented(group), undo };
  };

/** torch's ChainedScheduler: all at every step, each on what the one before it left. */
export const startTogether =
  (members: readonly Start[]): Start =>
  (group, begin) => {
    const running = members.map((start) => start(group, begin));
    const step = (now: Now) => {
      for (const one of running) one.step(now);
    };
    const undo = () => {
      for (const one of running) one.undo();
    };
    return { step, initialStep: step, startAnew: notImplemented(group), undo };
  };

/** torch stops here with a NotImplementedError, which `check` tells before. */
const notImplemented = (group: ParamGroup) => () => {
  group.lr = Number.NaN;
};
