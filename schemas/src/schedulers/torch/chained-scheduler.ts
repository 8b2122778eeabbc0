import { z } from 'zod';
import { defineScheduler } from '../scheduler.js';
import { chainAt, startComposed } from './composed.js';
import { composedConflicts, firstOf, readInner, rulesOf, startsOf } from './inner.js';
import { chainedShape, chainedSummary } from './inner-conf.js';
import { interval, torchPage } from './keys.js';
import { startTogether } from './running.js';

/** Several schedules at once. */
export const chainedScheduler = defineScheduler({
  type: 'torch.ChainedScheduler',
  aliases: [],
  conf: z.strictObject({ ...chainedShape(), interval: interval() }),
  summary: chainedSummary,
  formula:
    'lr: each scheduler in turn takes its step on the learning rate that it finds; for schedulers that multiply, optim_conf.lr times the product of their factors',
  reference: torchPage('ChainedScheduler'),
  stateless: true,
  example: {
    conf: {
      schedulers: [{ ConstantLR: { factor: 0.1, total_iters: 1000 } }, { ExponentialLR: { gamma: 0.9997 } }],
    },
    lr: 1e-3,
    steps: 10_000,
  },
  warmupEnd(conf) {
    const ends = readInner(conf.schedulers).flatMap(
      ({ member, conf: own }) => member?.scheduler.warmupEnd?.({ ...own, interval: conf.interval }) ?? [],
    );
    return ends.length > 0 ? Math.max(...ends) : undefined;
  },
  check: (conf, optimizer) => composedConflicts(conf, conf.interval, optimizer),
  ignoresLr(conf) {
    const first = firstOf(conf.schedulers);
    return first?.member?.scheduler.ignoresLr?.(first.conf);
  },
  start: (conf, { lr }) =>
    startComposed(conf, startTogether(startsOf(conf.schedulers)), lr, chainAt(rulesOf(conf.schedulers), lr)),
});
