import { nearestIndex, within } from '../model/numbers.js';
import type { Scene } from '../model/scene.js';
import type { Chart } from './chart.js';

/** The points that a reader steps through: those of the curve on top, else those of whatever there is. */
function points({ lines }: Scene): ArrayLike<number> {
  const plan = lines.filter((line) => line.kind === 'plan').at(-1);
  return (plan ?? lines.at(-1))?.x ?? [];
}

/** The step that is read at an offset of the plot: the nearest one that has been computed. */
export function stepNear(scene: Scene, chart: Chart, x: number): number | undefined {
  const all = points(scene);
  const at = all[nearestIndex(all, chart.stepAt(x) / scene.perUnit)];
  return at === undefined ? undefined : at * scene.perUnit;
}

/** Where the cross-hair goes with a key; undefined for a key that is none of its own. */
export function stepByKey(
  scene: Scene,
  chart: Chart,
  step: number | undefined,
  event: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): number | undefined {
  const all = points(scene);
  const { window, perUnit } = scene;
  const ends = [window.from, window.to].map((end) => nearestIndex(all, end / perUnit));
  const [first = 0, last = 0] = ends;
  const at = (index: number) => {
    const x = all[within(index, 0, all.length - 1)];
    return x === undefined ? undefined : x * perUnit;
  };
  if (event.key === 'Home') return at(first);
  if (event.key === 'End') return at(last);
  const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (direction === 0 || all.length === 0) return undefined;
  if (step === undefined) return at(direction > 0 ? first : last);
  const pixels = event.shiftKey ? chart.plot.width / 10 : 1;
  const now = nearestIndex(all, step / perUnit);
  const wanted = nearestIndex(all, chart.stepAt(chart.xOf(step) + direction * pixels) / perUnit);
  // Where points lie further apart than pixels, the next point.
  return at(within(direction > 0 ? Math.max(wanted, now + 1) : Math.min(wanted, now - 1), first, last));
}
