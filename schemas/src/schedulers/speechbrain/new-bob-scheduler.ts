import { number } from '../kinds.js';
import { bestToJson } from '../plateau.js';
import { monitor } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { givenLr, speechbrainFile } from './shared.js';

interface State {
  readonly lr: number;
  /** The metric of the last validation, as text where JSON has no number for it; null before the first. */
  readonly last: number | string | null;
  readonly patient: number;
  readonly seen: number;
}

/** SpeechBrain's new-bob annealing: each validation is held against the one before it, not against the best. */
export const newBobScheduler = defineScheduler({
  type: 'speechbrain.NewBobScheduler',
  aliases: [],
  conf: () => ({
    initial_value: givenLr('initial_value'),
    annealing_factor: number('annealing_factor').default(0.5).meta({
      description: 'What the learning rate is multiplied by after a validation that improved too little.',
      unit: 'factor',
    }),
    improvement_threshold: number('improvement_threshold').default(0.0025).meta({
      description:
        'By what share of the metric before it a metric must be lower to let the learning rate be.',
      unit: 'share of the metric before',
    }),
    patient: number('patient').default(0).meta({
      description: 'How many validations that improved too little are let pass before each reduction.',
      unit: 'validations',
    }),
    monitor: monitor(),
  }),
  summary:
    'Multiplies the learning rate by a factor after a validation that is not clearly better than the one before it.',
  formula:
    'after each validation: lr = lr * annealing_factor when (previous - metric) / previous < improvement_threshold, and patient such validations have been let pass; else lr stays',
  reference: speechbrainFile,
  stateless: false,
  example: { conf: { annealing_factor: 0.8 }, lr: 1e-3, steps: 3000, stepsPerEpoch: 100 },
  metric: (conf) => ({
    name: conf.monitor ?? undefined,
    mode: 'min',
    // Half as much again as the threshold asks for; a share of it all where it asks for more.
    better: (best) =>
      Number.isFinite(best)
        ? best * (1 - Math.min(Math.max(conf.improvement_threshold, 0) * 1.5 + 1e-3, 1))
        : 1,
  }),
  start(conf, optimizer) {
    let lr = conf.initial_value ?? optimizer.lr;
    let last: number | undefined;
    let patient = conf.patient;
    let seen = 0;
    const take = (metric: number) => {
      seen++;
      if (last !== undefined) {
        const improvement = last === 0 ? 0 : (last - metric) / last;
        if (improvement < conf.improvement_threshold) {
          if (patient === 0) {
            lr *= conf.annealing_factor;
            patient = conf.patient;
          } else patient--;
        }
      }
      last = metric;
    };
    return {
      lr({ metrics = [] }) {
        for (const metric of metrics.slice(seen)) take(metric);
        return seen === 0 ? optimizer.lr : lr;
      },
      state: (): State => ({ lr, last: last === undefined ? null : bestToJson(last), patient, seen }),
      loadState(state) {
        const saved = state as State;
        ({ lr, patient, seen } = saved);
        last = saved.last === null ? undefined : Number(saved.last);
      },
    };
  },
});
