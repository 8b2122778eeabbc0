import { whole } from '../kinds.js';

/** `last_epoch`, which ESPnet's classes hand on to torch; only the start of a training works there, so it changes no number. */
export const lastEpoch = () =>
  whole('last_epoch', {
    min: -1,
    max: -1,
    why: 'torch stops with "param \'initial_lr\' is not specified in param_groups[0] when resuming an optimizer": remove the key.',
  })
    .default(-1)
    .meta({
      description: 'The step to start after; -1 is the start of the training.',
      unit: 'real steps',
      integer: true,
      noEffect: 'A resumed run goes on from the real step of its checkpoint.',
    });
