import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './fields.js';

/** transformers' get_constant_schedule: `optim_conf.lr` throughout. */
export const constant = defineScheduler({
  type: 'transformers.constant',
  aliases: [],
  conf: () => ({ last_epoch: lastEpoch() }),
  summary: 'The learning rate of the optimizer throughout.',
  formula: 'lr = optim_conf.lr',
  reference: { title: 'transformers/optimization.py, get_constant_schedule' },
  stateless: true,
  example: { conf: {}, lr: 1e-4, steps: 10_000 },
  start: (_, { lr }) => ({ lr: () => lr }),
});
