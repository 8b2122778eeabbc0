import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch, numTrainingSteps, numWarmupSteps } from './fields.js';
import { rise, trainingEnd, warmupEnd } from './shape.js';

/** transformers' get_linear_schedule_with_warmup. */
export const linear = defineScheduler({
  type: 'transformers.linear',
  aliases: [],
  conf: () => ({
    num_warmup_steps: numWarmupSteps(),
    num_training_steps: numTrainingSteps(),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up from 0, then linear decay to 0.',
  formula:
    'lr = optim_conf.lr * t / num_warmup_steps in the warm-up, then optim_conf.lr * max(0, (num_training_steps - t) / (num_training_steps - num_warmup_steps)); t = real_step - 1',
  reference: {
    title: 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, appendix A.2',
    authors: 'Devlin et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1810.04805',
  },
  stateless: true,
  example: { conf: { num_warmup_steps: 10_000, num_training_steps: 100_000 }, lr: 1e-4, steps: 100_000 },
  warmupEnd,
  end: trainingEnd,
  start({ num_warmup_steps: warmup, num_training_steps: training }, { lr }) {
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return lr * rise(t, warmup);
        return lr * Math.max(0, (training - t) / Math.max(1, training - warmup));
      },
    };
  },
});
