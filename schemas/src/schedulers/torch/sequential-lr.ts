import { z } from 'zod';
import { defineScheduler } from '../scheduler.js';
import { sequenceAt, startComposed } from './composed.js';
import { composedConflicts, firstOf, readInner, rulesOf, startsOf } from './inner.js';
import { sequentialShape, sequentialSummary } from './inner-conf.js';
import { interval, lastEpoch, torchPage } from './keys.js';
import { startInTurn } from './running.js';

/** Several schedules one after the other. */
export const sequentialLr = defineScheduler({
  type: 'torch.SequentialLR',
  aliases: [],
  conf: z.strictObject({ ...sequentialShape(), interval: interval(), last_epoch: lastEpoch() }),
  summary: sequentialSummary,
  formula:
    'lr: that of scheduler i at t - milestones[i - 1], from milestones[i - 1] until milestones[i]; t: real steps (or epochs) done',
  reference: torchPage('SequentialLR'),
  stateless: true,
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
  warmupEnd(conf) {
    const [first] = readInner(conf.schedulers);
    const end = first?.member?.scheduler.warmupEnd?.({ ...first.conf, interval: conf.interval });
    const [until] = conf.milestones;
    return end === undefined || until === undefined ? end : Math.min(end, until + 1);
  },
  end(conf) {
    const last = readInner(conf.schedulers).at(-1);
    const end = last?.member?.scheduler.end?.({ ...last.conf, interval: conf.interval });
    return end && { ...end, key: 'schedulers', at: end.at + Math.max(0, conf.milestones.at(-1) ?? 0) };
  },
  check: (conf, optimizer) => composedConflicts(conf, conf.interval, optimizer),
  ignoresLr(conf) {
    const first = firstOf(conf.schedulers);
    return first?.member?.scheduler.ignoresLr?.(first.conf);
  },
  start(conf, { lr }) {
    const { schedulers, milestones } = conf;
    const at = sequenceAt(rulesOf(schedulers), milestones, lr, conf.interval);
    return startComposed(conf, startInTurn(startsOf(schedulers), milestones), lr, at);
  },
});
