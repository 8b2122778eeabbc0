import type { CurveAnswer, OptimizerAnswer, SettingPlace } from 'optim-sches-language-server/protocol';
import type { PanelState } from '../../protocol.js';
import type { Detail } from './detail.js';
import { type Line, linesOf, optimizerNames, toggles } from './lines.js';
import { toNumber } from './numbers.js';
import { needsLog, type Range, rangeOf } from './ranges.js';
import { knownAxis, type Units, unitsOf, type XAxis } from './units.js';
import type { View } from './view.js';
import type { Window } from './window.js';

/** What is marked on one optimizer's curve. */
export interface Mark {
  readonly name: string;
  readonly colour: number;
  readonly isCurrent: boolean;
  /** Its handle is being dragged: what it comes to is said there. */
  readonly isHeld: boolean;
  readonly peak: { readonly step: number; readonly lr: number } | undefined;
  /** A level line has no peak to point at. */
  readonly isLevel: boolean;
  readonly warmupEnd: number | undefined;
  readonly sets: Readonly<Record<'peak' | 'warmup', readonly SettingPlace[]>>;
}

/** All that one picture of the chart needs. */
export interface Scene {
  readonly axis: XAxis;
  readonly units: Units;
  /** Training steps in one unit of the axis. */
  readonly perUnit: number;
  /** All steps, and those in view. */
  readonly all: Window;
  readonly window: Window;
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  readonly left: Range;
  readonly right: Range | undefined;
  readonly metric: Range | undefined;
  /** The step at which a running training is. */
  readonly now: number | undefined;
}

interface Source {
  readonly state: PanelState;
  readonly view: View;
  readonly draft: CurveAnswer | undefined;
  readonly detail: Detail | undefined;
  /** The OptimScheduler of which a handle is held; the vertical axis is held with it. */
  readonly grip: string | undefined;
  readonly held: Range | undefined;
}

function markOf(
  name: string,
  own: OptimizerAnswer,
  colour: number,
  current: string | undefined,
  grip: string | undefined,
): Mark {
  const { peak, warmupEnd } = own.facts;
  const lr = toNumber(peak.lr);
  const step = toNumber(peak.step);
  const end = warmupEnd ? toNumber(warmupEnd.step) : Number.NaN;
  return {
    name,
    colour,
    isCurrent: name === current,
    isHeld: name === grip,
    peak: Number.isFinite(lr) && Number.isFinite(step) ? { lr, step } : undefined,
    isLevel: own.lr.length > 1 && own.lr.every((value) => value === own.lr[0]),
    warmupEnd: Number.isFinite(end) ? end : undefined,
    sets: own.sets ?? { peak: [], warmup: [] },
  };
}

/** The last training step of all that is shown; that of another curve where it lies on the axis. */
function lastStep(state: PanelState, curve: CurveAnswer | undefined, axis: XAxis, perUnit: number): number {
  const ends = state.runs.map((run) => run.steps.at(-1) ?? 0);
  const others = [state.ghost, ...state.others].map((other) =>
    other ? (other.curve.steps / (unitsOf(other.curve, state)[axis] ?? perUnit)) * perUnit : 0,
  );
  return Math.max(1, curve?.steps ?? 0, ...ends, ...others);
}

/** The picture that a reader asks for. */
export function sceneOf({ state, view, draft, detail, grip, held }: Source): Scene {
  const curve = draft ?? state.curve;
  const units = unitsOf(curve, state);
  const axis = knownAxis(view.axis, units);
  const perUnit = units[axis] ?? 1;
  const all = { from: 0, to: lastStep(state, curve, axis, perUnit) };
  const window = view.zoom ?? all;
  const hidden = new Set(view.hidden);
  const lines = linesOf({ state, curve, detail: draft ? undefined : detail, units, axis }).filter(
    (line) => !line.toggles.some((toggle) => hidden.has(toggle)),
  );
  const inUnits = { from: window.from / perUnit, to: window.to / perUnit };
  const zoomed = view.zoom !== undefined;
  const left = lines.filter((line) => line.side === 'left');
  const right = lines.filter((line) => line.side === 'right');
  const metric = lines.filter((line) => line.side === 'metric');
  const names = optimizerNames(state);
  const shown = Object.entries(curve?.optimizers ?? {}).filter(
    ([name]) => !hidden.has(toggles.optimizer(name)),
  );
  const running = state.runs.filter((run) => run.state === 'running' && !hidden.has(toggles.run(run.id)));
  return {
    axis,
    units,
    perUnit,
    all,
    window,
    lines,
    marks: shown.map(([name, own]) => markOf(name, own, names.indexOf(name), state.current, grip)),
    left: held ?? rangeOf(left, inUnits, view.log ?? needsLog(left), zoomed),
    right: right.length > 0 ? rangeOf(right, inUnits, view.lossLog, zoomed) : undefined,
    metric: metric.length > 0 ? rangeOf(metric, inUnits, false, false) : undefined,
    now: running.map((run) => run.steps.at(-1)).find((step) => step !== undefined),
  };
}
