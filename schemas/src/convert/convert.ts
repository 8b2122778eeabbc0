import type { Config, OptimSchedulerConf } from '../config/config.js';
import { formatStep } from '../curve/picture/format.js';
import type { Span } from '../document/value.js';
import { entryOf } from '../document/value.js';
import { flowYaml } from '../gallery/plain-yaml.js';
import type { Edit } from '../problem.js';
import { addEntry, replace, respell } from '../rules/edits.js';
import { findScheduler } from '../schedulers/index.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { confEdits } from './conf-edits.js';
import { samePlain } from './equal.js';
import type { Target } from './form.js';
import { same } from './form.js';
import { groups } from './groups/index.js';
import { nearest } from './nearest.js';
import type { Runnable, Sameness } from './sameness.js';
import { byCloseness, compareCurves } from './sameness.js';
import { byChanceWords, differenceWords } from './words.js';

/** What a conversion is compared over. */
export interface ConvertOptions {
  /** Real steps of the training; default: what the file says, else 100,000. */
  readonly steps?: number;
  /** Training steps in one epoch; default: what the file says. */
  readonly stepsPerEpoch?: number;
  /** At most so many real steps are compared, spread evenly; default: every one. */
  readonly places?: number;
  /**
   * True: where the table of conversions has nothing, the nearest conf that the target's example can be made is looked
   * for, which takes a second. With the same curve it is a conversion; otherwise the reason says how far it is.
   */
  readonly nearest?: boolean;
}

/** An OptimScheduler rewritten with another schedule. */
export interface Conversion {
  /** The `type` as it is written. */
  readonly type: string;
  /** The edits of the document's text. */
  readonly edits: readonly Edit[];
  readonly sameness: Sameness;
  /** `optim_conf.lr`, where it changes. */
  readonly lr?: { readonly from: number; readonly to: number };
  /** What changes beside the curve, as sentences. */
  readonly notes: readonly string[];
}

/** A conversion, or why there is none, in sentences. */
export type Converted = { readonly conversion: Conversion } | { readonly reason: string };

const defaultSteps = 100_000;
/** Where nobody says how long an epoch is, and a schedule counts them. */
const defaultStepsPerEpoch = 1000;

/** The types that a schedule of this type can be converted to, in the order of their groups. */
export function convertibleTo(type: string): readonly string[] {
  const canonical = findScheduler(type)?.type ?? type;
  const found = groups.filter((group) => group.types.includes(canonical)).flatMap((group) => group.types);
  return [...new Set(found)].filter((other) => other !== canonical && findScheduler(other) !== undefined);
}

/** The lengths that two curves are compared over, in real steps. */
function lengthsOf({ experiment }: Config, options: ConvertOptions) {
  const { accumGrad, numEpochs, ftFactor } = experiment;
  const inEpoch = options.stepsPerEpoch ?? experiment.stepsPerEpoch;
  const stepsPerEpoch =
    inEpoch === undefined ? defaultStepsPerEpoch : Math.max(1, Math.floor(inEpoch / accumGrad));
  const known =
    inEpoch === undefined || numEpochs === undefined
      ? undefined
      : Math.floor((inEpoch * numEpochs) / accumGrad);
  const steps = options.steps ?? (known || defaultSteps);
  return {
    steps,
    stepsPerEpoch,
    ftFactor,
    ...(options.places === undefined ? {} : { places: options.places }),
  };
}

/** The keys that have to be written: no defaults. */
function written(conf: Readonly<Record<string, unknown>>, { conf: { shape } }: Scheduler) {
  const isDefault = (key: string, value: unknown) => {
    const fallback = shape[key]?.safeParse(undefined);
    return fallback?.success === true && samePlain(fallback.data, value);
  };
  return Object.fromEntries(
    Object.entries(conf).filter(([key, value]) => value !== undefined && !isDefault(key, value)),
  );
}

/** A target as its schedule would read it; a text where it refuses. */
function runnable(
  conf: Target['conf'],
  scheduler: Scheduler,
  one: OptimSchedulerConf,
  lr: number,
): Runnable | string {
  const parsed = scheduler.conf.safeParse(written(conf, scheduler));
  if (!parsed.success) return parsed.error.issues[0]?.message ?? 'It does not take these values.';
  const around = { lr, type: one.optimizer?.type, options: one.optimizerOptions };
  const [conflict] = scheduler.check?.(parsed.data, around) ?? [];
  return conflict?.message ?? { scheduler, conf: parsed.data, lr };
}

interface Candidate {
  readonly target: Target;
  readonly lr: number;
  readonly sameness: Sameness;
}

/** The closest conf of another schedule; a text where there is none. */
function closest(
  one: OptimSchedulerConf,
  from: Runnable,
  to: Scheduler,
  lengths: ReturnType<typeof lengthsOf>,
): Candidate | string {
  const { steps, stepsPerEpoch } = lengths;
  const source = { conf: from.conf, lr: from.lr, steps, stepsPerEpoch };
  const reasons: string[] = [];
  const candidates: Candidate[] = [];
  for (const group of groups) {
    const targets = group.types.includes(to.type)
      ? group.convert(from.scheduler.type, source, to.type)
      : undefined;
    if (typeof targets === 'string') reasons.push(targets);
    else
      for (const target of targets ?? []) {
        const lr = target.lr ?? from.lr;
        const made = runnable(target.conf, to, one, lr);
        if (typeof made === 'string') reasons.push(made);
        else candidates.push({ target, lr, sameness: compareCurves(from, made, lengths) });
      }
  }
  const [best] = candidates.sort((a, b) => byCloseness(a.sameness, b.sameness));
  return (
    best ?? (reasons.length > 0 ? [...new Set(reasons)].join(' ') : unreadable(from.scheduler.type, to.type))
  );
}

/** A conf that no group writes, which has the same curve all the same; otherwise how far the nearest one is. */
function elsewhere(
  one: OptimSchedulerConf,
  from: Runnable,
  to: Scheduler,
  lengths: ReturnType<typeof lengthsOf>,
  reason: string,
): Candidate | string {
  const found = nearest(from, to, lengths, (conf, lr) => runnable(conf, to, one, lr));
  if (typeof found === 'string') return `${reason} ${found}`;
  const { target, made } = found;
  const sameness = compareCurves(from, made, lengths);
  const conf = `${to.type} ${flowYaml(written(target.conf, to))} with lr ${made.lr}`;
  if (sameness.kind === 'near') return `${differenceWords(from.scheduler.type, conf, sameness)} ${reason}`;
  // That two schedules answer one course of a metric alike does not make them the same.
  if (sameness.assumed) return `${byChanceWords(conf, sameness)} ${reason}`;
  const note = `The curves were compared over ${formatStep(lengths.steps)} real steps, for which this conf is made: after them they may part.`;
  return { target: { ...target, notes: [note] }, lr: made.lr, sameness };
}

const unreadable = (from: string, to: string) =>
  `This conf of ${from} has something that ${to} has no words for, such as restarts, noise or several learning rates.`;

/** The edit of `optim_conf.lr`; a text where it cannot be edited. */
function lrEdits(
  text: string,
  { optimConf, conf }: OptimSchedulerConf,
  lr: number,
): readonly Edit[] | string {
  const entry = entryOf(optimConf, 'lr');
  if (!optimConf || !conf) return 'There is no optim_conf whose lr could be changed.';
  if (optimConf.via || entry?.value.via === 'merge')
    return 'optim_conf is written elsewhere in the file (an anchor, or !ref), where other parts of it use it too. Write it here first.';
  return entry ? replace(entry.value.span, flowYaml(lr)) : addEntry(text, optimConf, 'lr', flowYaml(lr));
}

/**
 * Rewrites one OptimScheduler with another schedule that has the same curve, or the nearest that the table of conversions
 * knows: how near is computed from both curves. Never throws: what cannot be converted has a reason.
 */
export function convertSchedule(
  config: Config,
  optimSchedulerName: string,
  type: string,
  options: ConvertOptions = {},
): Converted {
  const one = config.optimSchedulers.find(({ name }) => name === optimSchedulerName);
  const to = findScheduler(type);
  if (!one) return { reason: `There is no OptimScheduler "${optimSchedulerName}".` };
  if (!to) return { reason: `"${type}" is not a learning-rate schedule.` };
  const { scheduler, schedulerConf, lr, typeNode, conf } = one;
  if (config.linked)
    return { reason: 'Its optim_sches is in the file that train_cfg names: convert that file.' };
  if (!scheduler || !schedulerConf || lr === undefined || !typeNode || !conf)
    return { reason: `The configuration of "${one.name}" has errors: there is no curve to convert.` };
  if (to === scheduler) return { reason: `"${one.name}" is a ${to.type} already.` };
  const from = { scheduler, conf: schedulerConf, lr };
  const lengths = lengthsOf(config, options);
  const known = convertibleTo(scheduler.type);
  const listed = known.includes(to.type)
    ? closest(one, from, to, lengths)
    : noTable(scheduler.type, to.type, known);
  const best =
    typeof listed === 'string' && options.nearest ? elsewhere(one, from, to, lengths, listed) : listed;
  if (typeof best === 'string') return { reason: best };
  const { text } = config.document;
  const edits = [confEdits(text, conf, written(best.target.conf, to)), ...lrChange(text, one, lr, best.lr)];
  const refused = edits.find((each) => typeof each === 'string');
  if (refused !== undefined) return { reason: refused };
  return {
    conversion: {
      type,
      edits: sorted([
        ...respell(text, typeNode.span, type),
        ...edits.flatMap((each) => (typeof each === 'string' ? [] : each)),
      ]),
      sameness: best.sameness,
      notes: best.target.notes ?? [],
      ...(same(lr, best.lr) ? {} : { lr: { from: lr, to: best.lr } }),
    },
  };
}

const lrChange = (text: string, one: OptimSchedulerConf, from: number, to: number) =>
  same(from, to) ? [] : [lrEdits(text, one, to)];

const startOf = ({ start }: Span) => start;
const sorted = (edits: readonly Edit[]) => [...edits].sort((a, b) => startOf(a.span) - startOf(b.span));

const noTable = (from: string, to: string, known: readonly string[]) =>
  known.length === 0
    ? `No schedule is known that has the curve of ${from}.`
    : `No conf of ${to} is known that has the curve of ${from}, which can be converted to ${known.join(', ')}.`;

/** So many places tell two curves apart, for a list that is made while someone waits. */
const quickPlaces = 2000;

/** Every schedule with the same curve as that of an OptimScheduler (up to its end, or shifted by a step), with its edits. */
export function conversionsOf(
  config: Config,
  optimSchedulerName: string,
  options: ConvertOptions = {},
): readonly Conversion[] {
  const one = config.optimSchedulers.find(({ name }) => name === optimSchedulerName);
  return convertibleTo(one?.scheduler?.type ?? '').flatMap((type) => {
    const converted = convertSchedule(config, optimSchedulerName, type, { places: quickPlaces, ...options });
    return 'conversion' in converted && converted.conversion.sameness.kind !== 'near'
      ? [converted.conversion]
      : [];
  });
}
