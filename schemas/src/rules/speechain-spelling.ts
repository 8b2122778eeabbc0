import type { Config } from '../config/config.js';
import type { Conversion } from '../convert/index.js';
import { convertSchedule, samenessWords } from '../convert/index.js';
import type { Entry } from '../document/value.js';
import type { Fix } from '../problem.js';
import { schedulers } from '../schedulers/index.js';
import { listed } from '../suggest.js';
import { likewise, replace, respell } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** The fix that writes a list of one loss as that loss; undefined where it could lose a comment, an anchor or a tag. */
function oneLoss({ keySpan, value }: Entry, text: string): Fix | undefined {
  if (value.kind !== 'list' || value.via || value.items.length !== 1) return undefined;
  const [item] = value.items;
  if (item?.kind !== 'str' || item.via) return undefined;
  const { end } = value.span;
  const before = text.slice(keySpan.end, item.span.start);
  const after = text.slice(item.span.end, end);
  if (!/^\s*:\s*[-[]\s*$/.test(before) || !/^[\s,]*\]?\s*$/.test(after)) return undefined;
  const stop = keySpan.start + text.slice(keySpan.start, end).trimEnd().length;
  const name = text.slice(item.span.start, item.span.end);
  return {
    title: `Change to optim_loss: ${name}`,
    edits: replace({ start: keySpan.start, end: stop }, `${likewise(text, keySpan, 'optim_loss')}: ${name}`),
    preferred: true,
    safe: true,
  };
}

/** The key and the value that name the loss: one problem for both where one fix is for both. */
function* losses(entry: Entry, text: string): Iterable<Finding> {
  const { key, keySpan, value } = entry;
  // An empty list has a problem of its own.
  const list = (value.kind === 'list' || value.kind === 'tuple') && value.items.length > 0;
  const one = oneLoss(entry, text);
  if (key === 'optim_losses' && !one)
    yield {
      span: keySpan,
      message:
        'SpeeChain reads "optim_loss", whatever its README says: "optim_losses" is a TypeError there. Change the key.',
      fixes: [
        {
          title: 'Change to optim_loss',
          edits: respell(text, keySpan, 'optim_loss'),
          preferred: true,
          safe: true,
        },
      ],
    };
  if (!list) return;
  const under = one && key === 'optim_losses' ? ', and reads it under the key "optim_loss" (TypeError)' : '';
  yield {
    span: value.span,
    message: `SpeeChain takes one loss for an optimizer, not a list${under || ' (AssertionError)'}. ${value.items.length === 1 ? 'Write the name alone.' : 'Add the losses up in the model and name the sum.'}`,
    fixes: one ? [one] : [],
  };
}

/** The schedules that SpeeChain has, as its code spells them. */
const speechainTypes = schedulers.flatMap(({ speechain }) => speechain ?? []);
/** So many places tell two curves apart, while someone types. */
const quick = { places: 1000 };

/** The schedules of SpeeChain that an OptimScheduler can be converted to. */
const conversions = (config: Config, name: string): Conversion[] =>
  speechainTypes.flatMap((type) => {
    const converted = convertSchedule(config, name, type, quick);
    return 'conversion' in converted ? [converted.conversion] : [];
  });

/** The schedule of SpeeChain that comes nearest, as advice. */
function nearest(config: Config, name: string): string {
  const [found] = conversions(config, name);
  return found
    ? `The nearest is ${found.type}. ${samenessWords(found.sameness)} Change to it, or train with this project’s runtime.`
    : 'Neither has this curve (noam.Noamlr warms up and falls with the inverse square root, exp.ExponentDecayLr decays by epochs): train with this project’s runtime, or take one of the two.';
}

const sameCurve = (config: Config, name: string): Fix[] =>
  conversions(config, name)
    .filter(({ sameness }) => sameness.kind !== 'near')
    .map(({ type, edits }) => ({ title: `Convert to ${type}`, edits, preferred: true }));

/** The documented spelling that SpeeChain's code does not know. */
export const speechainSpelling: Rule = {
  code: 'optim/speechain-spelling',
  severity: 'error',
  summary: 'The documented spelling is not the one that SpeeChain’s code reads.',
  docs: 'SpeeChain’s README writes `noam.NoamLr` and `optim_losses`; its code knows only `noam.Noamlr` and `optim_loss`, and stops with AttributeError or TypeError. It takes the name of one loss, and no list. This project reads both spellings, and lists.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    target: 'speechain',
  },
  *check({ config, speechain }): Iterable<Finding> {
    if (!speechain || config.linked) return;
    for (const { name, type, typeNode, scheduler, lossEntry } of config.optimSchedulers) {
      if (scheduler && typeNode && type !== undefined && scheduler.speechain === undefined)
        yield {
          span: typeNode.span,
          message: `SpeeChain has no "${type}", only ${listed(speechainTypes, 'and')}: it would stop with ModuleNotFoundError. ${nearest(config, name)}`,
          fixes: sameCurve(config, name),
        };
      else if (scheduler?.speechain && typeNode && type !== scheduler.speechain)
        yield {
          span: typeNode.span,
          message: `SpeeChain spells this class "${scheduler.speechain}", whatever its README says: "${type}" is an AttributeError there. Change the spelling.`,
          fixes: [
            {
              title: `Change to ${scheduler.speechain}`,
              edits: respell(config.document.text, typeNode.span, scheduler.speechain),
              preferred: true,
              safe: true,
            },
          ],
        };
      if (lossEntry) yield* losses(lossEntry, config.document.text);
    }
  },
};
