import { type OptimSchedulerConf, warmupEndOf } from '@optim-sches/schemas';
import { peakKeys, type SettingKey, warmupKeys } from '../curve/influence.js';
import { curveOf } from '../curve/remembered.js';
import type { CurveAnswer, DragQuestion, OptimizerAnswer } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';

/** A point of a curve that can be dragged. */
export interface Handle {
  /** Where it is with a configuration of the OptimScheduler; undefined where there is none. */
  effectOf(one: OptimSchedulerConf): number | undefined;
  /** The same in curves that have been answered. */
  effectIn(answer: OptimizerAnswer | undefined): number | undefined;
  /** The keys that it depends on. */
  readonly keys: readonly SettingKey[];
  /** Whether something else that a reader sees has moved too. */
  movesMore(changed: OptimSchedulerConf): boolean;
  /** How far it may miss, beside what is said of its key. */
  readonly grain: number;
  /** How keys are called that are about it alone. */
  readonly named: RegExp;
  /** What it is, in a sentence. */
  readonly what: string;
  /** Why there is none, or no key for it, as a sentence. */
  readonly none: string;
}

/** While a number is looked for, a schedule with a memory is walked so far, or to its highest point. */
const mostWalked = 100_000;

const finite = (value: unknown) => (typeof value === 'number' ? value : undefined);

function peakHandle(analysis: Analysis, one: OptimSchedulerConf, answer: CurveAnswer): Handle {
  const { steps, stepsPerEpoch } = answer;
  const highest = Number(answer.optimizers[one.name]?.facts.peak.step ?? steps);
  const walked = one.scheduler?.stateless ? steps : Math.min(steps, Math.max(highest, mostWalked));
  const options = { steps: walked, stepsPerEpoch, sample: 2 };
  const warmup = warmupLength(one);
  return {
    effectOf: (changed) => curveOf(analysis.config, changed, options)?.facts.peak.lr,
    effectIn: (answer) => finite(answer?.facts.peak.lr),
    keys: peakKeys(analysis, one),
    movesMore: (changed) => warmupLength(changed) !== warmup,
    grain: 0,
    named: /^(?:max_|warmup_max_)?lr$/,
    what: 'the peak',
    none: `No number in the conf of "${one.name}" sets its peak.`,
  };
}

const warmupLength = ({ scheduler, schedulerConf }: OptimSchedulerConf) =>
  schedulerConf && (scheduler?.warmupEpochs?.(schedulerConf) ?? scheduler?.warmupEnd?.(schedulerConf));

function warmupHandle(analysis: Analysis, one: OptimSchedulerConf, { stepsPerEpoch }: CurveAnswer): Handle {
  const { accumGrad } = analysis.config.experiment;
  const endOf = ({ scheduler, schedulerConf }: OptimSchedulerConf) =>
    schedulerConf && scheduler?.end?.(schedulerConf)?.at;
  const end = endOf(one);
  return {
    effectOf({ scheduler, schedulerConf }) {
      const last =
        scheduler && schedulerConf && warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch, accumGrad });
      return last === undefined ? undefined : Math.ceil(last) * accumGrad;
    },
    effectIn: (answer) => finite(answer?.facts.warmupEnd?.step),
    keys: warmupKeys(one),
    movesMore: (changed) => endOf(changed) !== end,
    grain: accumGrad,
    named: /warm/,
    what: 'the end of the warm-up',
    none:
      warmupLength(one) === undefined
        ? `"${one.name}" has no warm-up.`
        : `No number in the conf of "${one.name}" alone sets the length of its warm-up.`,
  };
}

/** The point of an OptimScheduler's curve that is dragged. `answer` holds its curve as it is. */
export function handleOf(
  handle: DragQuestion['handle'],
  analysis: Analysis,
  one: OptimSchedulerConf,
  answer: CurveAnswer,
): Handle {
  return handle === 'peak' ? peakHandle(analysis, one, answer) : warmupHandle(analysis, one, answer);
}
