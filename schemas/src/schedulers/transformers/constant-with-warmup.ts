import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch, numWarmupSteps } from './fields.js';
import { rise, warmupEnd } from './shape.js';

/** transformers' get_constant_schedule_with_warmup. */
export const constantWithWarmup = defineScheduler({
  type: 'transformers.constant_with_warmup',
  aliases: [],
  conf: () => ({ num_warmup_steps: numWarmupSteps(), last_epoch: lastEpoch() }),
  summary: 'Linear warm-up from 0, then constant.',
  formula: 'lr = optim_conf.lr * min(1, t / num_warmup_steps); t = real_step - 1',
  reference: {
    title: 'Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, section 2.2',
    authors: 'Goyal et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.02677',
  },
  stateless: true,
  example: { conf: { num_warmup_steps: 2000 }, lr: 1e-4, steps: 10_000 },
  warmupEnd,
  start({ num_warmup_steps: warmup }, { lr }) {
    return {
      lr(step) {
        const t = stepsDone(step);
        return lr * (t < warmup ? rise(t, warmup) : 1);
      },
    };
  },
});
