import { type ConfOf, defineScheduler } from '../scheduler.js';
import { sequenceAt, startComposed } from './composed.js';
import { composedConflicts, firstOf, readInner, rulesOf, startsOf, warmupCount } from './inner.js';
import { sequentialShape, sequentialSummary } from './inner-conf.js';
import { interval, lastEpoch, torchPage, warmupUntil } from './keys.js';
import { startInTurn } from './running.js';

const conf = () => ({ ...sequentialShape(), interval: interval(), last_epoch: lastEpoch() });

/** Several schedules one after the other. */
export const sequentialLr = defineScheduler({
  type: 'torch.SequentialLR',
  aliases: [],
  conf,
  summary: sequentialSummary,
  formula:
    'lr: that of scheduler i at t - milestones[i - 1], from milestones[i - 1] until milestones[i]; t: real steps (or epochs) done',
  reference: torchPage('SequentialLR'),
  stateless: false,
  statelessWith: ({ schedulers, milestones, interval }) =>
    sequenceAt(rulesOf(schedulers), milestones, 1, interval) !== undefined,
  example: {
    conf: {
      schedulers: [
        { LinearLR: { start_factor: 0.01, total_iters: 1000 } },
        { CosineAnnealingLR: { T_max: 9000 } },
      ],
      milestones: [1000],
    },
    lr: 1e-3,
    steps: 10_000,
  },
  ...warmupUntil(({ schedulers, milestones, interval }: ConfOf<typeof conf>) => {
    const [first] = readInner(schedulers);
    const count = first && warmupCount(first, interval);
    return count === undefined ? undefined : Math.min(count, milestones[0] ?? count);
  }),
  end({ schedulers, milestones, interval }) {
    const last = readInner(schedulers).at(-1);
    const end = last?.member?.scheduler.end?.({ ...last.conf, interval });
    return end && { ...end, key: 'schedulers', at: end.at + Math.max(0, milestones.at(-1) ?? 0) };
  },
  check: (given, optimizer) => composedConflicts(given, given.interval, optimizer),
  ignoresLr({ schedulers }) {
    const first = firstOf(schedulers);
    return first?.member?.scheduler.ignoresLr?.(first.conf);
  },
  start(given, { lr }) {
    const { schedulers, milestones } = given;
    const at = sequenceAt(rulesOf(schedulers), milestones, lr, given.interval);
    return startComposed(given, startInTurn(startsOf(schedulers), milestones), lr, at);
  },
});
