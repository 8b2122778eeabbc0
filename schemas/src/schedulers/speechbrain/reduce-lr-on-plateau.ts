import { number } from '../kinds.js';
import { bestToJson } from '../plateau.js';
import { monitor } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { speechbrainFile } from './shared.js';

interface State {
  readonly lr: number;
  readonly anchor: number | string;
  readonly waited: number;
  readonly seen: number;
}

/** SpeechBrain's own plateau, which is not torch's: an equal metric counts as good, and it waits for many epochs first. */
export const reduceLrOnPlateau = defineScheduler({
  type: 'speechbrain.ReduceLROnPlateau',
  aliases: [],
  conf: () => ({
    lr_min: number('lr_min').default(1e-8).meta({
      description: 'The learning rate is at least this from the first validation on.',
      unit: 'learning rate',
    }),
    factor: number('factor').default(0.5).meta({
      description: 'What the learning rate is multiplied by on a plateau.',
      unit: 'factor',
    }),
    patience: number('patience').default(2).meta({
      description: 'Validations above the anchor that are let pass before each reduction.',
      unit: 'validations',
    }),
    dont_halve_until_epoch: number('dont_halve_until_epoch').default(65).meta({
      description:
        'So many validations, which SpeechBrain counts as epochs, leave the learning rate as it is.',
      unit: 'validations',
    }),
    monitor: monitor(),
  }),
  summary:
    'Multiplies the learning rate by a factor when the metric stays above the best one of the later epochs.',
  formula:
    'after validation v: lr = max(lr_min, lr * factor) when v > dont_halve_until_epoch and patience validations above the anchor went before this one; the anchor is the metric of validation dont_halve_until_epoch, then the lowest since',
  reference: speechbrainFile,
  stateless: false,
  example: { conf: { dont_halve_until_epoch: 5 }, lr: 1e-3, steps: 3000, stepsPerEpoch: 100 },
  metric: (conf) => ({
    name: conf.monitor ?? undefined,
    mode: 'min',
    better: (best) => (Number.isFinite(best) ? best - Math.max(Math.abs(best) * 1e-3, 1e-9) : 1),
  }),
  start(conf, optimizer) {
    let { lr } = optimizer;
    // SpeechBrain's own start, which a first metric above it does not pass when dont_halve_until_epoch is 0.
    let anchor = 99_999;
    let waited = 0;
    let seen = 0;
    const take = (metric: number) => {
      seen++;
      if (seen <= conf.dont_halve_until_epoch) anchor = metric;
      else if (metric <= anchor) {
        waited = 0;
        anchor = metric;
      } else if (metric > anchor && waited < conf.patience) waited++;
      else {
        lr *= conf.factor;
        waited = 0;
      }
      lr = Math.max(lr, conf.lr_min);
    };
    return {
      lr({ metrics = [] }) {
        for (const metric of metrics.slice(seen)) take(metric);
        return lr;
      },
      state: (): State => ({ lr, anchor: bestToJson(anchor), waited, seen }),
      loadState(state) {
        const saved = state as State;
        ({ lr, waited, seen } = saved);
        anchor = Number(saved.anchor);
      },
    };
  },
});
