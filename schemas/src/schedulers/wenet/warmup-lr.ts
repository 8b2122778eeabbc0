import { numberOrOne, onlyNumber } from '../kinds.js';
import { lastEpoch } from '../nemo/keys.js';
import { defineScheduler } from '../scheduler.js';
import { counted } from './step-count.js';

/** WeNet's Noam with its peak at optim_conf.lr; ESPnet's WarmupLR, one update later. */
export const warmupLr = defineScheduler({
  type: 'wenet.WarmupLR',
  aliases: [],
  conf: () => ({
    warmup_steps: numberOrOne('warmup_steps', {
      min: 0,
      why: 'It counts updates and is raised to a power: write 0 or more.',
    })
      .default(25_000)
      .meta({
        description:
          'Length of the warm-up to optim_conf.lr. 0: none, the learning rate is optim_conf.lr / sqrt(s).',
        unit: 'real steps',
      }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up to optim_conf.lr, then decay with the inverse square root of the real step.',
  formula:
    's = max(1, real_step - 1); lr = optim_conf.lr * warmup_steps^0.5 * min(s^-0.5, s * warmup_steps^-1.5); optim_conf.lr * s^-0.5 when warmup_steps = 0',
  reference: {
    title: 'WeNet: Production Oriented Streaming and Non-streaming End-to-End Speech Recognition Toolkit',
    authors: 'Yao et al.',
    year: 2021,
    url: 'https://arxiv.org/abs/2102.01547',
  },
  stateless: true,
  example: { conf: { warmup_steps: 25_000 }, lr: 1e-3, steps: 100_000 },
  warmupEnd(conf) {
    const warmup = onlyNumber(conf.warmup_steps);
    return warmup > 0 ? Math.ceil(warmup) + 1 : undefined;
  },
  start(conf, { lr }) {
    const warmup = onlyNumber(conf.warmup_steps);
    return {
      lr(step) {
        const s = counted(step) + 1;
        if (warmup === 0) return lr * s ** -0.5;
        return lr * warmup ** 0.5 * Math.min(s ** -0.5, s * warmup ** -1.5);
      },
    };
  },
});
