import type { Span } from '@optim-sches/schemas';
import type { Offer, Place, Refactor } from './action.js';

const kind = 'refactor.rewrite';

/** A word in place of another one, in the same quotes. */
function rewrite(text: string, span: Span, word: string, whose: string): Offer {
  const quote = /["']/.exec(text.charAt(span.start))?.[0] ?? '';
  return {
    title: `Write ${word}, as ${whose}`,
    kind,
    edits: () => [{ span, newText: `${quote}${word}${quote}` }],
  };
}

const [documented, inCode] = ['documented', 'SpeeChain’s code reads it'];

function typeOffers({ analysis: { text }, node: { optimScheduler: one } }: Place): Offer[] {
  const { scheduler, typeNode, type } = one ?? {};
  if (!scheduler?.speechain || !typeNode || typeNode.via !== undefined) return [];
  const { span } = typeNode;
  return [
    ...(type === scheduler.type ? [] : [rewrite(text, span, scheduler.type, documented)]),
    ...(type === scheduler.speechain ? [] : [rewrite(text, span, scheduler.speechain, inCode)]),
  ];
}

function lossOffers({ analysis: { text }, node: { entry, roleKey } }: Place): Offer[] {
  if (entry?.key !== roleKey || entry === undefined) return [];
  if (roleKey === 'optim_loss') return [rewrite(text, entry.keySpan, 'optim_losses', documented)];
  // SpeeChain takes one name and no list.
  return roleKey === 'optim_losses' && entry.value.kind === 'str'
    ? [rewrite(text, entry.keySpan, 'optim_loss', inCode)]
    : [];
}

/** The documented spelling of a schedule or of the losses as SpeeChain's code has it, and back: this runtime reads both. */
export const spelling: Refactor = {
  name: 'spelling',
  kind,
  offers(place) {
    const { analysis, node } = place;
    if (analysis.config.linked) return [];
    const offers =
      node.role === 'type'
        ? typeOffers(place)
        : node.role === 'common' && node.on === 'key'
          ? lossOffers(place)
          : [];
    // Where it is a problem it has a fix.
    const isProblem = analysis
      .problems()
      .some(
        ({ code, span }) =>
          code === 'optim/speechain-spelling' && span.start <= place.offset && place.offset <= span.end,
      );
    return isProblem ? offers.filter(({ title }) => title.endsWith(documented)) : offers;
  },
};
