import {
  entryOf,
  formatEpoch,
  formatStep,
  keyFacts,
  type OptimSchedulerConf,
  type Value,
  warmupEndOf,
} from '@optim-sches/schemas';
import { warmupKeys } from '../curve/influence.js';
import type { Analysis } from '../session/analysis.js';
import type { Hint } from './hint.js';

/**
 * Where a warm-up ends, in the unit that the file does not say: epochs for one that is counted in steps, both for one
 * that is counted in epochs or is a share of the training. It stands behind the value that sets it.
 */
export function warmupHint(analysis: Analysis, one: OptimSchedulerConf): Hint[] {
  const { config, stepsPerEpoch } = analysis;
  const { scheduler, schedulerConf } = one;
  if (!scheduler || !schedulerConf) return [];
  const { accumGrad } = config.experiment;
  const end = warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch, accumGrad });
  const setBy = settingValue(one);
  if (end === undefined || !Number.isFinite(end) || !setBy) return [];
  const { value, name, unit } = setBy;
  const step = Math.ceil(end) * accumGrad;
  const epoch = stepsPerEpoch === undefined ? undefined : formatEpoch(step / stepsPerEpoch);
  const isInSteps = value.kind === 'int' && unit?.startsWith('real steps') && !inEpochs(one);
  const steps = isInSteps ? undefined : `step ${formatStep(step)}`;
  const words = [epoch === undefined ? undefined : `epoch ${epoch}`, steps].filter(
    (each) => each !== undefined,
  );
  if (words.length === 0) return [];
  return [
    {
      at: value.span.end,
      label: `${/warm/i.test(name) ? '' : 'warm-up '}until ${words.join(', ')}`,
      tooltip: `The warm-up ends at ${epoch === undefined ? '' : `epoch ${epoch}, `}step ${formatStep(step)}.`,
    },
  ];
}

const inEpochs = ({ scheduler, schedulerConf }: OptimSchedulerConf) =>
  schedulerConf !== undefined && scheduler?.warmupEpochs?.(schedulerConf) !== undefined;

interface Setting {
  readonly name: string;
  readonly value: Value;
  readonly unit: string | undefined;
}

/**
 * The value that sets the length of the warm-up: of several the one that says so, or is a number of steps. Of a schedule
 * that has it in a list it is the `type`.
 */
function settingValue(one: OptimSchedulerConf): Setting | undefined {
  const units = new Map(
    one.scheduler ? keyFacts(one.scheduler.conf).map(({ name, unit }) => [name, unit]) : [],
  );
  const written = warmupKeys(one).flatMap(({ path, value }): Setting[] => {
    const name = path.at(-1) ?? '';
    return isWrittenHere(value, one) ? [{ name, value, unit: units.get(name) }] : [];
  });
  const best = ({ name, unit = '' }: Setting) => (/warm/i.test(name) ? 2 : /steps|epochs/.test(unit) ? 1 : 0);
  const [first] = written.sort((a, b) => best(b) - best(a));
  if (first) return first;
  const type = entryOf(one.node, 'type')?.value;
  const isDefault = warmupKeys(one).length > 0;
  return !isDefault && isWrittenHere(type, one) ? { name: 'type', value: type, unit: undefined } : undefined;
}

/** Whether a value stands in the mapping of its OptimScheduler, and not in one that an alias or `<<` brings. */
export const isWrittenHere = (value: Value | undefined, { node }: OptimSchedulerConf): value is Value =>
  value !== undefined &&
  value.via !== 'merge' &&
  value.span.start >= node.span.start &&
  value.span.end <= node.span.end;
