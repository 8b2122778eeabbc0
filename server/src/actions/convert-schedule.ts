import { conversionsOf, samenessBriefly } from '@optim-sches/schemas';
import type { Place, Refactor } from './action.js';

const kind = 'refactor.rewrite';

/** Places at which two curves are compared, beside their bends: a list for someone who waits. */
const places = 500;

/** The same curve written as the schedule of another toolkit. */
export const convertScheduleType: Refactor = {
  name: 'convert-schedule',
  kind,
  offers({ analysis: { config, stepsPerEpoch }, node: { role, optimScheduler: one } }: Place) {
    if (role !== 'type' || !one || config.linked) return [];
    const options = { places, ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }) };
    return conversionsOf(config, one.name, options).map(({ type, sameness, edits, lr }) => ({
      title: `Convert to ${type} (${samenessBriefly(sameness)}${lr ? `; lr becomes ${Number(lr.to.toPrecision(3))}` : ''})`,
      kind,
      edits: () => edits,
    }));
  },
};
