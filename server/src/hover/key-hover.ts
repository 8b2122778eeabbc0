import {
  choicesToName,
  type Experiment,
  flowYaml,
  formatEpoch,
  formatLr,
  formatStep,
  keyFacts,
  type Value,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Markup } from '../text/markup.js';
import type { NodeAt } from '../text/node-at.js';
import { valueWords } from '../text/value-words.js';
import type { KeyAt } from './fields-at.js';
import { originWords } from './origin-words.js';

/** What a key means, and what its value comes to: its docs, unit, default and the value in force. */
export function keyHover(analysis: Analysis, node: NodeAt, at: KeyAt, markup: Markup): string {
  const { bold, code, text, prose, paragraphs } = markup;
  const facts = keyFacts(at.fields).find(({ name }) => name === at.key);
  if (!facts) return '';
  const { unit, description, noEffect, fallback } = facts;
  const value = node.path.findLast(({ entry }) => entry?.key === at.key)?.value;
  const title = [
    bold(code(at.key)),
    ...(unit === undefined ? [] : [text(unit)]),
    text(`of ${at.owner}`),
  ].join(' · ');
  const choices = choicesToName(facts).map((choice) => code(flowYaml(choice)));
  const reach = value && meaning(value, unit, analysis);
  const effect = noEffectHere(node, at) ?? noEffect;
  return paragraphs([
    title,
    prose(description) + (choices.length > 0 ? ` One of ${choices.join(', ')}.` : ''),
    [
      value && inForce(analysis, value, markup),
      reach && text(reach),
      fallback === undefined
        ? text('No default: it has to be written.')
        : `${text('Default:')} ${code(fallback)}`,
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(' · '),
    effect && bold(text(`No effect here: ${effect}`)),
  ]);
}

function inForce(analysis: Analysis, value: Value, markup: Markup): string | undefined {
  if (value.kind === 'map' && !value.via) return undefined;
  const origin = originWords(analysis, value, markup);
  return origin ?? `${markup.text('In force:')} ${markup.code(valueWords(value))}`;
}

/** What a number of steps, epochs or a learning rate comes to in this training. */
function meaning(value: Value, unit: string | undefined, analysis: Analysis): string | undefined {
  if (value.kind !== 'int' && value.kind !== 'float') return undefined;
  return inOtherUnits(Number(value.value), unit, analysis.config.experiment, analysis.stepsPerEpoch);
}

/** A number of one unit in the others that a reader thinks in; undefined where there is nothing to add. */
export function inOtherUnits(
  value: number,
  unit: string | undefined,
  { accumGrad, ftFactor }: Experiment,
  stepsPerEpoch: number | undefined,
): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (unit === 'learning rate')
    return ftFactor === 1 ? undefined : `${formatLr(value * ftFactor)} with ft_factor ${ftFactor}`;
  if (unit === 'real steps') {
    const words = [
      ...(accumGrad === 1 ? [] : [`${formatStep(value * accumGrad)} training steps`]),
      ...(stepsPerEpoch === undefined ? [] : [`${formatEpoch((value * accumGrad) / stepsPerEpoch)} epochs`]),
    ];
    return words.length > 0 ? words.join(', ') : undefined;
  }
  if (unit === 'epochs' && stepsPerEpoch !== undefined)
    return `${formatStep((value * stepsPerEpoch) / accumGrad)} real steps`;
  return undefined;
}

/** Why the learning rate of the optimizer is passed over, where its schedule does that. */
function noEffectHere({ role, optimScheduler }: NodeAt, { key }: KeyAt): string | undefined {
  if (role !== 'optim_conf' || key !== 'lr' || !optimScheduler?.schedulerConf) return undefined;
  return optimScheduler.scheduler?.ignoresLr?.(optimScheduler.schedulerConf);
}
