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
} from '@optim-sches/schemas';
import { factsOf } from '../curve/preview.js';
import type { Analysis } from '../session/analysis.js';
import { nodeAt } from '../text/node-at.js';
import { valueWords } from '../text/value-words.js';
import type { Hint } from './hint.js';
import { isWrittenHere, warmupHint } from './warmup-hint.js';

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
  return [...peakHint(analysis, one), ...warmupHint(analysis, one), ...defaultHints(analysis, one)];
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
        // A count below 0 says that nothing is counted.
        ({ name, value, unit }) =>
          !entryOf(map, name) && typeof value === 'number' && value >= 0 && telling.has(unit ?? ''),
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

function peakHint(analysis: Analysis, one: OptimSchedulerConf): Hint[] {
  const { stepsPerEpoch } = analysis;
  const lr = entryOf(one.optimConf, 'lr')?.value;
  if (!isWrittenHere(lr, one) || !one.schedulerConf || one.scheduler?.ignoresLr?.(one.schedulerConf))
    return [];
  const { curve } = factsOf(analysis, one);
  const peak = curve.optimizers[0]?.facts.peak;
  if (!peak || !Number.isFinite(peak.lr)) return [];
  const where = stepInWords(peak.step, curve);
  return [
    {
      at: lr.span.end,
      label: `peak ${formatLr(peak.lr)} at ${stepsPerEpoch === undefined ? where : `epoch ${formatEpoch(peak.step / stepsPerEpoch)}`}`,
      tooltip: `The highest learning rate is ${formatLr(peak.lr)}, at ${where}.`,
    },
  ];
}
