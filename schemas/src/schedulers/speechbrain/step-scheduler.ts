import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { givenLr, speechbrainFile } from './shared.js';

/** SpeechBrain's drops by epochs. It takes 0 for a key that is not given. */
export const stepScheduler = defineScheduler({
  type: 'speechbrain.StepScheduler',
  aliases: [],
  conf: () => ({
    initial_value: givenLr('initial_value'),
    decay_factor: number('decay_factor').nullable().default(null).meta({
      description: 'What the learning rate is multiplied by at each drop. null or 0: 0.5.',
      unit: 'factor',
    }),
    decay_drop: number('decay_drop')
      .nullable()
      .default(null)
      .meta({ description: 'Epochs from one drop to the next. null or 0: 2.', unit: 'epochs' }),
    half_life: number('half_life').nullable().default(null).meta({
      description:
        'Epochs in which the learning rate halves, in a drop each epoch; instead of decay_factor and decay_drop.',
      unit: 'epochs',
    }),
  }),
  summary: 'Multiplies the learning rate by a factor every few epochs. The first epoch has optim_conf.lr.',
  formula:
    'lr = optim_conf.lr in epoch 1; then lr = initial_value * decay_factor^floor(epoch / decay_drop); with half_life decay_factor = 2^(-1 / half_life) and decay_drop = 1',
  reference: speechbrainFile,
  stateless: true,
  example: { conf: { decay_factor: 0.5, decay_drop: 5 }, lr: 1e-3, steps: 3000, stepsPerEpoch: 100 },
  check: (conf) =>
    conf.half_life && (conf.decay_factor || conf.decay_drop)
      ? [
          {
            path: ['half_life'],
            message: `half_life cannot be used together with decay_factor and decay_drop: it is ${conf.half_life}. Remove it, or the other two.`,
          },
        ]
      : [],
  start(conf, { lr }) {
    const initial = conf.initial_value ?? lr;
    const { half_life: halfLife } = conf;
    const factor = halfLife ? Math.exp(-Math.log(2) / halfLife) : conf.decay_factor || 0.5;
    const drop = halfLife ? 1 : conf.decay_drop || 2;
    return { lr: ({ epoch }) => (epoch === 1 ? lr : initial * factor ** Math.floor(epoch / drop)) };
  },
});
