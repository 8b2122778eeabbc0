import type { OptimSchedulerConf } from '@optim-sches/schemas';
import type { SettingKey } from '../curve/influence.js';
import type { Handle } from './handles.js';
import type { Tried } from './search.js';
import { numberAt, takesWholeNumbers, withNumber } from './with-number.js';

/** A key that can be changed to move a point of a curve. */
export interface Lever {
  readonly key: SettingKey;
  readonly from: Tried;
  readonly whole: boolean;
  /** How many percent the point moves when the number rises by one. */
  readonly slope: number;
}

/** Half as much more, and half as much. */
const probes = [1.5, 0.5];

interface Ranked extends Lever {
  readonly rank: number;
}

/**
 * The key by which a point of the curve is best moved: one that is named after it, else one that moves nothing else; of
 * several the one whose number the point follows most plainly (twice the number, twice the peak), then one that is
 * written. A sentence where no key moves it both ways.
 */
export function chooseKey(one: OptimSchedulerConf, handle: Handle): Lever | string {
  const effect = handle.effectOf(one);
  if (effect === undefined) return handle.none;
  if (!(effect > 0) || !Number.isFinite(effect))
    return `Of "${one.name}", ${handle.what} is ${effect}: that is no number to start from.`;
  const levers = handle.keys.flatMap((key) => leverOf(one, handle, key, effect) ?? []);
  const best = levers.reduce<Ranked | undefined>((a, b) => (a && a.rank <= b.rank ? a : b), undefined);
  if (best) return best;
  return handle.keys.length > 0
    ? `No number in the conf of "${one.name}" moves ${handle.what} up and down, and nothing else: change the text.`
    : handle.none;
}

function leverOf(
  one: OptimSchedulerConf,
  handle: Handle,
  key: SettingKey,
  effect: number,
): Ranked | undefined {
  const value = numberAt(one, key.path);
  if (value === undefined || value === 0) return undefined;
  const whole = takesWholeNumbers(one, key.path);
  const from = { value, effect };
  let slope: number | undefined;
  const isNamed = handle.named.test(key.path.at(-1) ?? '');
  for (const probe of probes) {
    const exact = value * probe;
    const other = whole ? (probe > 1 ? Math.ceil(exact) : Math.floor(exact)) : exact;
    const changed = withNumber(one, key.path, other);
    // A number that is refused has nothing to say of the others.
    if (typeof changed === 'string') continue;
    const moved = handle.effectOf(changed);
    if (moved === undefined || !(moved > 0) || moved === effect) return undefined;
    if (!isNamed && handle.movesMore(changed)) return undefined;
    slope ??= Math.log(moved / effect) / Math.log(other / value);
  }
  if (slope === undefined || !Number.isFinite(slope) || slope === 0) return undefined;
  const rank =
    (isNamed ? 0 : 1000) + Math.min(Math.round(Math.abs(slope - 1) * 10) * 10, 900) + (key.value ? 0 : 1);
  return { key, from, whole, slope, rank };
}
