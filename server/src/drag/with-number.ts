import type { OptimSchedulerConf } from '@optim-sches/schemas';

/** A key of an OptimScheduler, from the OptimScheduler on: `['conf', 'warmup_steps']`. */
type Path = readonly string[];

const isLr = (path: Path) => path.length > 2;

const fieldOf = ({ scheduler, optimizer }: OptimSchedulerConf, path: Path) =>
  (isLr(path) ? optimizer?.options : scheduler?.conf)?.shape[path.at(-1) ?? ''];

/** The number that is in force for a key; undefined where it is none. */
export function numberAt(one: OptimSchedulerConf, path: Path): number | undefined {
  const value = isLr(path) ? one.lr : one.schedulerConf?.[path.at(-1) ?? ''];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const counts = /\b(?:steps|epochs|batches|updates|features|iterations)\b/;

/** Whether a key is to have whole numbers: others are refused, or it counts something and does so wholly now. */
export function takesWholeNumbers(one: OptimSchedulerConf, path: Path): boolean {
  const field = fieldOf(one, path);
  const value = numberAt(one, path);
  if (!field || value === undefined || !Number.isInteger(value)) return false;
  const { integer, unit } = field.meta() ?? {};
  return (
    integer === true ||
    !field.safeParse(value + 0.5).success ||
    (/^(?!share)/.test(`${unit}`) && counts.test(`${unit}`))
  );
}

/** The same OptimScheduler with another number for a key; why there can be none, as the message of a problem. */
export function withNumber(one: OptimSchedulerConf, path: Path, number: number): OptimSchedulerConf | string {
  const key = path.at(-1) ?? '';
  const { scheduler, schedulerConf, optimizer } = one;
  if (!scheduler || !schedulerConf) return `"${one.name}" has no curve.`;
  const parsed = fieldOf(one, path)?.safeParse(number);
  if (parsed && !parsed.success) return parsed.error.issues[0]?.message ?? `${key} cannot be ${number}.`;
  const changed = isLr(path)
    ? { ...one, lr: number }
    : { ...one, schedulerConf: { ...schedulerConf, [key]: parsed ? parsed.data : number } };
  const around = { lr: changed.lr ?? number, type: optimizer?.type, options: one.optimizerOptions };
  const [conflict] = scheduler.check?.(changed.schedulerConf ?? {}, around) ?? [];
  return conflict ? conflict.message : changed;
}
