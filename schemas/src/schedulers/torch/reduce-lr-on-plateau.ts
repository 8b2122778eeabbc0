import { drivenBy, startPlateau } from '../plateau.js';
import { plateauFields, plateauOptions } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { torchPage } from './keys.js';

/** The learning rate is reduced when a validation metric stops improving. */
export const reduceLrOnPlateau = defineScheduler({
  type: 'torch.ReduceLROnPlateau',
  aliases: [],
  conf: plateauFields,
  summary: 'Reduces the learning rate when a validation metric has stopped improving.',
  formula:
    'lr = max(lr * factor, min_lr) after the validation at which patience + 1 validations in a row (those of the cooldown not counted) were no improvement; better than best * (1 - threshold) for mode min and threshold_mode rel, best * (1 + threshold) for max, best -/+ threshold for abs',
  reference: torchPage('ReduceLROnPlateau'),
  stateless: false,
  example: { conf: { factor: 0.5, patience: 3 }, lr: 1e-3, steps: 20_000, stepsPerEpoch: 500 },
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
