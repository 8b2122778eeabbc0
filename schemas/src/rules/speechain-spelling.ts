import { replace } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** The documented spelling that SpeeChain's code does not know. */
export const speechainSpelling: Rule = {
  code: 'optim/speechain-spelling',
  severity: 'error',
  summary: 'The documented spelling is not the one that SpeeChain’s code reads.',
  docs: 'SpeeChain’s README writes `noam.NoamLr` and `optim_losses`; its code knows only `noam.Noamlr` and `optim_loss`, and stops with AttributeError or TypeError. This project reads both spellings.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    target: 'speechain',
  },
  *check({ config, speechain }): Iterable<Finding> {
    if (!speechain || config.linked) return;
    for (const { type, typeNode, scheduler, lossEntry } of config.optimSchedulers) {
      if (scheduler && typeNode && type !== undefined && scheduler.speechain === undefined)
        yield {
          span: typeNode.span,
          message: `SpeeChain has no "${type}", only noam.Noamlr and exp.ExponentDecayLr: it would stop with ModuleNotFoundError. Train with this project’s runtime, or take one of the two.`,
        };
      else if (scheduler?.speechain && typeNode && type !== scheduler.speechain)
        yield {
          span: typeNode.span,
          message: `SpeeChain spells this class "${scheduler.speechain}", whatever its README says: "${type}" is an AttributeError there. Change the spelling.`,
          fixes: [
            {
              title: `Change to ${scheduler.speechain}`,
              edits: replace(typeNode.span, scheduler.speechain),
              preferred: true,
              safe: true,
            },
          ],
        };
      if (lossEntry?.key === 'optim_losses')
        yield {
          span: lossEntry.keySpan,
          message:
            'SpeeChain reads "optim_loss", whatever its README says: "optim_losses" is a TypeError there. Change the key.',
          fixes: [
            {
              title: 'Change to optim_loss',
              edits: replace(lossEntry.keySpan, 'optim_loss'),
              preferred: true,
              safe: true,
            },
          ],
        };
      const { value } = lossEntry ?? {};
      if (value?.kind === 'list' || value?.kind === 'tuple')
        yield {
          span: value.span,
          message:
            'SpeeChain takes one loss for an optimizer, not a list (AssertionError). Add the losses up in the model and name the sum.',
        };
    }
  },
};
