import { shown } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { text } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lrKey, lrsOf } from './keys.js';
import { manualLr, readManualTable } from './manual-table.js';

const examples = {
  epoch2lr: `"{'1-3': 1e-3, '4': 5e-4}"`,
  update2lr: `"{'1': 1e-3, '5000-9000': 5e-4}"`,
};

/** fairseq's refusal of a table that it cannot read. */
const unreadable = (name: keyof typeof examples, value: string): readonly Conflict[] =>
  readManualTable(value) === undefined
    ? [
        {
          path: [name],
          message: `${name} is ${shown(value)}, but must be the text of a Python dict whose keys are texts: fairseq stops with a ValueError. Write ${examples[name]}.`,
        },
      ]
    : [];

const tablesOf = (epoch2lr: string, update2lr: string) => {
  const epochs = readManualTable(epoch2lr) ?? [];
  const updates = readManualTable(update2lr) ?? [];
  const firstUpdate = updates.findLast(({ from, to }) => from <= 1 && 1 <= to)?.lr;
  return { epochs, updates, firstUpdate };
};

/** Learning rates written by hand, by epoch or by update. */
export const manual = defineScheduler({
  type: 'fairseq.manual',
  aliases: [],
  conf: () => ({
    epoch2lr: text('epoch2lr').default('{}').meta({
      description:
        'Learning rates by epoch, as the text of a Python dict whose keys are an epoch, a range such as 1-3 or a list such as 1,4. Each stays until the next.',
    }),
    update2lr: text('update2lr').default('{}').meta({
      description:
        'Learning rates by the number of real steps done, written like epoch2lr. From its first key on, epoch2lr has no effect.',
    }),
    lr: lrKey('Learning rate before the first key; of a list, the first entry.'),
  }),
  summary: 'Learning rates from a table by epoch, or by real steps done.',
  formula:
    'after t real steps in epoch e: lr_t = update2lr at the largest key <= t; when there is none, epoch2lr at the largest key <= e; when there is none, update2lr at 1 if it has that key, else lr',
  reference: {
    title: 'fairseq: fairseq/optim/lr_scheduler/manual_lr_scheduler.py',
    url: 'https://github.com/facebookresearch/fairseq/blob/main/fairseq/optim/lr_scheduler/manual_lr_scheduler.py',
  },
  stateless: true,
  example: {
    conf: { epoch2lr: "{'1-5': 1e-3, '6-8': 5e-4, '9': 1e-4}" },
    lr: 1e-3,
    steps: 12_000,
    stepsPerEpoch: 1000,
  },
  check: ({ epoch2lr, update2lr }) => [
    ...unreadable('epoch2lr', epoch2lr),
    ...unreadable('update2lr', update2lr),
  ],
  ignoresLr({ epoch2lr, update2lr, lr }) {
    const { epochs, firstUpdate } = tablesOf(epoch2lr, update2lr);
    if (manualLr(epochs, 1) !== undefined || firstUpdate !== undefined)
      return 'The tables epoch2lr and update2lr give every learning rate.';
    return lr === null ? undefined : 'The key lr of the schedule gives the learning rate in its place.';
  },
  start(conf, optimizer) {
    const { epochs, updates, firstUpdate } = tablesOf(conf.epoch2lr, conf.update2lr);
    const first = firstUpdate ?? lrsOf(conf.lr, optimizer.lr)[0];
    return {
      lr: (step) => manualLr(updates, stepsDone(step)) ?? manualLr(epochs, step.epoch) ?? first,
    };
  },
});
