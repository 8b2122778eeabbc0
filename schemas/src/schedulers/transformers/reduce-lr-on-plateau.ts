import { drivenBy, startPlateau } from '../plateau.js';
import { plateauFields, plateauOptions } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';

/** transformers' get_reduce_on_plateau_schedule: torch's ReduceLROnPlateau, moved by the Trainer's evaluations. */
export const reduceLrOnPlateau = defineScheduler({
  type: 'transformers.reduce_lr_on_plateau',
  aliases: [],
  conf: plateauFields,
  summary: 'The learning rate is multiplied by factor whenever the validation metric stops improving.',
  formula:
    'lr = max(lr * factor, min_lr) after more than patience validations without improvement; starts at optim_conf.lr',
  reference: { title: 'torch/optim/lr_scheduler.py, ReduceLROnPlateau' },
  stateless: false,
  example: { conf: { factor: 0.5, patience: 3 }, lr: 1e-3, steps: 20_000, stepsPerEpoch: 1000 },
  metric: drivenBy,
  start(conf, { lr }) {
    const plateau = startPlateau(plateauOptions(conf), lr);
    return {
      lr: ({ metrics }) => plateau.read(metrics),
      state: plateau.state,
      loadState: plateau.loadState,
    };
  },
});
