import { type ConfOf, defineScheduler } from '../scheduler.js';
import { chainAt, startComposed } from './composed.js';
import { composedConflicts, firstOf, readInner, rulesOf, startsOf, warmupCount } from './inner.js';
import { chainedShape, chainedSummary } from './inner-conf.js';
import { interval, torchPage, warmupUntil } from './keys.js';
import { startTogether } from './running.js';

const conf = () => ({ ...chainedShape(), interval: interval() });

/** Several schedules at once. */
export const chainedScheduler = defineScheduler({
  type: 'torch.ChainedScheduler',
  aliases: [],
  conf,
  summary: chainedSummary,
  formula:
    'lr: each scheduler in turn takes its step on the learning rate that it finds; for schedulers that multiply, optim_conf.lr times the product of their factors',
  reference: torchPage('ChainedScheduler'),
  stateless: false,
  statelessWith: ({ schedulers }) => chainAt(rulesOf(schedulers), 1) !== undefined,
  example: {
    conf: {
      schedulers: [{ ConstantLR: { factor: 0.1, total_iters: 1000 } }, { ExponentialLR: { gamma: 0.9997 } }],
    },
    lr: 1e-3,
    steps: 10_000,
  },
  ...warmupUntil(({ schedulers, interval }: ConfOf<typeof conf>) => {
    const counts = readInner(schedulers).flatMap((one) => warmupCount(one, interval) ?? []);
    return counts.length > 0 ? Math.max(...counts) : undefined;
  }),
  check: (given, optimizer) => composedConflicts(given, given.interval, optimizer),
  ignoresLr({ schedulers }) {
    const first = firstOf(schedulers);
    return first?.member?.scheduler.ignoresLr?.(first.conf);
  },
  start(given, { lr }) {
    const { schedulers } = given;
    return startComposed(given, startTogether(startsOf(schedulers)), lr, chainAt(rulesOf(schedulers), lr));
  },
});
