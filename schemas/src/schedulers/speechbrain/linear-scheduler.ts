import { number, whole } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { givenLr, speechbrainFile } from './shared.js';

/**
 * SpeechBrain's straight line by epochs. SpeechBrain computes the line in float32 with torch.linspace, whose last digit
 * depends on the CPU; here it is computed in float64, so the two agree to 7 digits.
 */
export const linearScheduler = defineScheduler({
  type: 'speechbrain.LinearScheduler',
  aliases: [],
  conf: () => ({
    initial_value: givenLr('initial_value').meta({
      description: 'The start of the line. null: optim_conf.lr, which SpeechBrain’s recipes write here too.',
      unit: 'learning rate',
    }),
    final_value: number('final_value').meta({
      description:
        'The learning rate of epoch epoch_count. SpeechBrain cannot train longer; here it stays for more epochs.',
      unit: 'learning rate',
    }),
    epoch_count: whole('epoch_count', {
      min: 1,
      why: 'SpeechBrain stops with an IndexError: write the number of epochs.',
    }).meta({ description: 'Epochs of the whole training.', unit: 'epochs' }),
  }),
  summary: 'A straight line by epochs, from initial_value to final_value in the last epoch.',
  formula:
    'lr = optim_conf.lr in epoch 1; then lr = initial_value + (final_value - initial_value) * min(epoch - 1, epoch_count - 1) / (epoch_count - 1)',
  reference: speechbrainFile,
  stateless: true,
  example: { conf: { final_value: 1e-4, epoch_count: 20 }, lr: 1e-3, steps: 2500, stepsPerEpoch: 100 },
  end: (conf) => ({ key: 'epoch_count', at: conf.epoch_count, unit: 'epochs' }),
  start(conf, { lr }) {
    const initial = conf.initial_value ?? lr;
    const last = conf.epoch_count - 1;
    return {
      lr({ epoch }) {
        if (epoch === 1) return lr;
        const index = Math.min(epoch - 1, last);
        if (last === 0) return initial;
        return index === last ? conf.final_value : initial + ((conf.final_value - initial) * index) / last;
      },
    };
  },
});
