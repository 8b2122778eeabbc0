import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, givenLr, peakOfCall, speechbrainFile, steps } from './shared.js';

/** SpeechBrain's linear warm-up and linear decay to 0. */
export const linearWarmupScheduler = defineScheduler({
  type: 'speechbrain.LinearWarmupScheduler',
  aliases: [],
  conf: () => ({
    initial_value: givenLr('initial_value'),
    num_warmup_steps: steps('num_warmup_steps', 'Length of the linear warm-up to initial_value.'),
    num_training_steps: steps(
      'num_training_steps',
      'Updates of the whole training, at whose end the learning rate is 0.',
    ),
  }),
  summary: 'Linear warm-up, then linear decay to 0. The first update has optim_conf.lr itself.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; lr = initial_value * n / num_warmup_steps while n < num_warmup_steps; then lr = initial_value * max(0, (num_training_steps - n) / (num_training_steps - num_warmup_steps))',
  reference: speechbrainFile,
  stateless: true,
  example: { conf: { num_warmup_steps: 1000, num_training_steps: 10_000 }, lr: 1e-3, steps: 10_000 },
  warmupEnd: (conf) => peakOfCall(conf.num_warmup_steps),
  end: (conf) => ({ key: 'num_training_steps', at: conf.num_training_steps, unit: 'real steps' }),
  start(conf, { lr }) {
    const { num_warmup_steps: warmup, num_training_steps: total } = conf;
    const peak = conf.initial_value ?? lr;
    return calledAfterUpdates(lr, (n) =>
      n < warmup
        ? (n / Math.max(1, warmup)) * peak
        : peak * Math.max(0, (total - n) / Math.max(1, total - warmup)),
    );
  },
});
