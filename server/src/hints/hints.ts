import {
  entryOf,
  formatEpoch,
  formatLr,
  type KeyFacts,
  keyFacts,
  type MapValue,
  type OptimSchedulerConf,
  type Span,
  stepInWords,
  type Value,
} from '@optim-sches/schemas';
import { warmupKeys } from '../curve/influence.js';
import { factsOf } from '../curve/preview.js';
import type { Analysis } from '../session/analysis.js';
import { nodeAt } from '../text/node-at.js';
import { valueWords } from '../text/value-words.js';

/** A few words between those of the file. */
export interface Hint {
  /** The offset that they stand at. */
  readonly at: number;
  readonly label: string;
  readonly tooltip: string;
}

/** The values of the `!ref`s in a part of the text. */
export function referenceHints(analysis: Analysis, { start, end }: Span): Hint[] {
  const scalars = new Map(
    analysis.document.references
      .filter(({ scalar }) => scalar.end >= start && scalar.start <= end)
      .map(({ scalar }) => [scalar.start, scalar]),
  );
  return [...scalars.values()].flatMap((scalar): Hint[] => {
    const { value } = nodeAt(analysis, scalar.start);
    if (value?.via !== 'ref' || value.span.start !== scalar.start) return [];
    const from = value.source && analysis.textDocument.positionAt(value.source.start).line + 1;
    return [
      {
        at: scalar.end,
        label: `= ${valueWords(value)}`,
        tooltip: from === undefined ? 'What the reference makes of it' : `Written in line ${from}`,
      },
    ];
  });
}

/** What an OptimScheduler takes without its being written, and what its values come to in this training. */
export function optimSchedulerHints(analysis: Analysis, one: OptimSchedulerConf): Hint[] {
  if (one.node.via !== undefined) return [];
  return [...defaultHints(analysis, one), ...curveHints(analysis, one)];
}

/** Units of the defaults that decide a curve; of the others there are too many to stand in a file. */
const telling = new Set(['learning rate', 'real steps', 'epochs']);

function defaultHints({ text }: Analysis, one: OptimSchedulerConf): Hint[] {
  const { conf, optimConf, optimizer, scheduler, schedulerConf } = one;
  const hints: Hint[] = [];
  const ownKey = (map: MapValue, key: string) => {
    const entry = entryOf(conf, key) ?? entryOf(one.node, key);
    return entry?.value === map ? entry.keySpan : undefined;
  };
  const add = (map: MapValue | undefined, key: string, defaults: readonly KeyFacts[], from: string) => {
    const label = defaults
      .filter(
        ({ name, value, unit }) =>
          !entryOf(map, name) && typeof value === 'number' && telling.has(unit ?? ''),
      )
      .map(({ name, fallback }) => `${name}: ${fallback}`)
      .join(', ');
    const at = map && map.via === undefined ? placeFor(text, map, ownKey(map, key)) : undefined;
    if (label !== '' && at !== undefined)
      hints.push({ at, label, tooltip: `In force, not written: from ${from}` });
  };
  const ignored = schedulerConf !== undefined && scheduler?.ignoresLr?.(schedulerConf) !== undefined;
  if (optimizer && !ignored)
    add(
      optimConf,
      'optim_conf',
      keyFacts(optimizer.options).filter(({ name }) => name === 'lr'),
      `torch.optim.${optimizer.type}`,
    );
  if (scheduler) add(conf, 'conf', keyFacts(scheduler.conf), scheduler.type);
  return hints;
}

/** Inside the brackets of a flow mapping, behind the key of a block. */
function placeFor(text: string, { flow, span }: MapValue, keySpan: Span | undefined): number | undefined {
  if (flow) return text[span.end - 1] === '}' ? span.end - 1 : undefined;
  return keySpan && keySpan.end + 1;
}

function curveHints(analysis: Analysis, one: OptimSchedulerConf): Hint[] {
  const { stepsPerEpoch, config } = analysis;
  const lr = entryOf(one.optimConf, 'lr')?.value;
  const hints: Hint[] = [];
  if (stepsPerEpoch !== undefined)
    for (const { value } of warmupKeys(one)) {
      const end = one.schedulerConf && one.scheduler?.warmupEnd?.(one.schedulerConf);
      if (end === undefined || !isWrittenHere(value, one)) continue;
      const epoch = formatEpoch((Math.ceil(end) * config.experiment.accumGrad) / stepsPerEpoch);
      hints.push({
        at: value.span.end,
        label: `until epoch ${epoch}`,
        tooltip: `The warm-up ends at epoch ${epoch}.`,
      });
    }
  if (!isWrittenHere(lr, one) || !one.schedulerConf || one.scheduler?.ignoresLr?.(one.schedulerConf))
    return hints;
  const { curve } = factsOf(analysis, one);
  const peak = curve.optimizers[0]?.facts.peak;
  if (peak && Number.isFinite(peak.lr)) {
    const where = stepInWords(peak.step, curve);
    hints.push({
      at: lr.span.end,
      label: `peak ${formatLr(peak.lr)} at ${stepsPerEpoch === undefined ? where : `epoch ${formatEpoch(peak.step / stepsPerEpoch)}`}`,
      tooltip: `The highest learning rate is ${formatLr(peak.lr)}, at ${where}.`,
    });
  }
  return hints;
}

/** Whether a value stands in the mapping of its OptimScheduler, and not in one that an alias or `<<` brings. */
const isWrittenHere = (value: Value | undefined, { node }: OptimSchedulerConf): value is Value =>
  value !== undefined &&
  value.via !== 'merge' &&
  value.span.start >= node.span.start &&
  value.span.end <= node.span.end;
