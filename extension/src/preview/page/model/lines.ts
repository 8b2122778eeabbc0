import type { CurveAnswer, OptimizerAnswer } from 'optim-sches-language-server/protocol';
import type { PanelState, RunPoints } from '../../protocol.js';
import type { Points } from './align.js';
import { type Detail, withDetail } from './detail.js';
import { drawable, lowerBound } from './numbers.js';
import { type Units, unitsOf, type XAxis } from './units.js';

/** What a line stands for. */
export type LineKind = 'plan' | 'ghost' | 'other' | 'run' | 'loss' | 'valid';

/**
 * The vertical scale of a line: learning rates on the left, losses on the right; metrics such as an error rate in percent have one
 * without an axis, since theirs would leave the losses no room.
 */
export type Side = 'left' | 'right' | 'metric';

/** One line of the chart, in the unit of its horizontal axis. */
export interface Line extends Points {
  readonly key: string;
  readonly kind: LineKind;
  /** The OptimScheduler, the loss or the metric. */
  readonly name: string;
  /** Whose it is, where not the configuration's: a file, a commit, a run. */
  readonly of: string | undefined;
  /** It is hidden when one of these is. */
  readonly toggles: readonly string[];
  /** Which colour of its family, and which dashes. */
  readonly colour: number;
  readonly dash: number;
  readonly side: Side;
}

/** The names of what a reader switches on and off. */
export const toggles = {
  optimizer: (name: string) => `o:${name}`,
  ghost: 'ghost',
  other: (label: string) => `f:${label}`,
  run: (id: string) => `r:${id}`,
  loss: (name: string) => `l:${name}`,
  valid: (name: string) => `v:${name}`,
};

/** The OptimSchedulers of all that is shown, in the order of their colours: those of the configuration first. */
export function optimizerNames({ curve, ghost, others, runs }: PanelState): string[] {
  const named = [curve, ghost?.curve, ...others.map((one) => one.curve)];
  const names = named.flatMap((one) => Object.keys(one?.optimizers ?? {}));
  return [...new Set([...names, ...runs.flatMap((run) => Object.keys(run.lr))])];
}

/** Those that can be shown and hidden one by one: a compared file's own ones go with it. */
export function toggledNames(state: PanelState): string[] {
  const own = new Set([
    ...Object.keys(state.curve?.optimizers ?? {}),
    ...state.runs.flatMap((run) => Object.keys(run.lr)),
  ]);
  const names = optimizerNames(state);
  return own.size === 0 ? names : names.filter((name) => own.has(name));
}

/** The losses of all runs, in the order of their colours. */
export const lossNames = ({ runs }: PanelState): string[] => [
  ...new Set(runs.flatMap((run) => Object.keys(run.losses))),
];

/** The metrics of all runs. */
export const validNames = ({ runs }: PanelState): string[] => [
  ...new Set(runs.flatMap((run) => Object.keys(run.valid))),
];

/** Whether a validation's metric is a loss, to be held against those of the training. */
const isLoss = (metric: string, losses: readonly string[]) => losses.includes(metric) || /loss/i.test(metric);

const scaled = (steps: readonly number[], perUnit: number): readonly number[] =>
  perUnit === 1 ? steps : steps.map((step) => step / perUnit);

const known = new WeakMap<OptimizerAnswer, { perUnit: number; points: Points }>();

/** The part of a curve that acts: what an optimizer holds before its first update moves nothing. */
function pointsOf(own: OptimizerAnswer, detail: OptimizerAnswer | undefined, perUnit: number): Points {
  const before = detail ? undefined : known.get(own);
  if (before?.perUnit === perUnit) return before.points;
  const { steps, lr } = withDetail(own, detail);
  const from = lowerBound(steps, own.facts.firstUpdate ?? 1);
  const points = {
    x: scaled(from === 0 ? steps : steps.slice(from), perUnit),
    y: lr.slice(from).map(drawable),
  };
  if (!detail) known.set(own, { perUnit, points });
  return points;
}

interface Drawn {
  readonly state: PanelState;
  /** The curve of the configuration, which a drag replaces. */
  readonly curve: CurveAnswer | undefined;
  readonly detail: Detail | undefined;
  readonly units: Units;
  readonly axis: XAxis;
}

/** Every line that can be shown, hidden or not, the first to be drawn first. */
export function linesOf({ state, curve, detail, units, axis }: Drawn): Line[] {
  const names = optimizerNames(state);
  const perUnit = units[axis] ?? 1;

  const ofCurve = (
    other: CurveAnswer,
    kind: LineKind,
    of: string | undefined,
    own: string[],
    dash: number,
  ): Line[] => {
    const its = kind === 'plan' ? perUnit : (unitsOf(other, state)[axis] ?? perUnit);
    return Object.entries(other.optimizers).map(([name, answer]) => ({
      ...pointsOf(answer, kind === 'plan' ? detail?.curve.optimizers[name] : undefined, its),
      key: [kind, of, name].join('\n'),
      kind,
      name,
      of,
      toggles: [toggles.optimizer(name), ...own],
      colour: names.indexOf(name),
      dash,
      side: 'left',
    }));
  };

  const { current } = state;
  const plan = (curve ? ofCurve(curve, 'plan', undefined, [], 0) : []).reverse();
  // What the reader works on lies on top.
  plan.sort((a, b) => Number(a.name === current) - Number(b.name === current));
  const ghost = state.ghost ? ofCurve(state.ghost.curve, 'ghost', state.ghost.label, [toggles.ghost], 0) : [];
  const others = state.others.flatMap((one, index) =>
    ofCurve(one.curve, 'other', one.label, [toggles.other(one.label)], index + 1),
  );
  const runs = state.runs.flatMap((run) => runLines(run, state, names, perUnit));
  return [...others, ...ghost, ...plan, ...runs];
}

function runLines(run: RunPoints, state: PanelState, names: string[], perUnit: number): Line[] {
  const x = scaled(run.steps, perUnit);
  const of = run.label;
  const own = toggles.run(run.id);
  const dash = state.runs.findIndex(({ id }) => id === run.id);
  const lr = Object.entries(run.lr).map(([name, y]): Line => {
    const key = ['run', run.id, name].join('\n');
    const on = [toggles.optimizer(name), own];
    return { x, y, key, kind: 'run', name, of, toggles: on, colour: names.indexOf(name), dash, side: 'left' };
  });
  const losses = lossNames(state);
  const loss = Object.entries(run.losses).map(([name, y]): Line => {
    const key = ['loss', run.id, name].join('\n');
    const on = [toggles.loss(name), own];
    return {
      x,
      y,
      key,
      kind: 'loss',
      name,
      of,
      toggles: on,
      colour: losses.indexOf(name),
      dash,
      side: 'right',
    };
  });
  const metrics = validNames(state);
  const valid = Object.entries(run.valid).map(([name, pairs]): Line => {
    const steps = pairs.map(([step]) => step);
    return {
      x: scaled(steps, perUnit),
      y: pairs.map(([, value]) => drawable(value)),
      key: ['valid', run.id, name].join('\n'),
      kind: 'valid',
      name,
      of,
      toggles: [toggles.valid(name), own],
      // After the losses'.
      colour: losses.length + metrics.indexOf(name),
      dash,
      side: isLoss(name, losses) ? 'right' : 'metric',
    };
  });
  return [...loss, ...lr, ...valid];
}
