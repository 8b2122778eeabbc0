import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import { lerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.RAdam: Adam that starts as plain momentum and divides by the average of squares once that average is
 * long enough to be trusted. Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020.
 */
export const radam: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('RAdam', options);
  const [beta1 = Number.NaN, beta2 = Number.NaN] = read.numbers('betas', 2);
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const decoupled = read.boolean('decoupled_weight_decay');
  const sign = read.boolean('maximize') ? -1 : 1;
  /** The greatest length of the average of squares. */
  const longest = 2 / (1 - beta2) - 1;

  /** How much shorter steps are while the average of squares is short; 0 where it is too short. */
  function rectification(step: number): number {
    const length = longest - (2 * step * beta2 ** step) / (1 - beta2 ** step);
    if (!(length > 5)) return 0;
    return Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
  }

  return elementwise(parameters, {
    kernel: 'radam',
    states: { exp_avg: true, exp_avg_sq: true },
    numbers: ({ step, lr, momentum = beta1 }) => ({
      sign,
      weightDecay: decoupled ? 0 : weightDecay,
      decay: decoupled ? 1 - lr * weightDecay : 1,
      beta1Rest: 1 - momentum,
      beta2,
      beta2Rest: 1 - beta2,
      biasCorrection1: 1 - momentum ** step,
      lr,
      biasCorrection2Sqrt: Math.sqrt(1 - beta2 ** step),
      eps,
      rectification: rectification(step),
    }),
    plain(parameter, gradient, { exp_avg, exp_avg_sq }, numbers) {
      const p = tf.mul(parameter, numbers.decay);
      let g = tf.mul(gradient, sign);
      if (numbers.weightDecay !== 0) g = tf.add(g, tf.mul(p, numbers.weightDecay));
      const m = lerp(exp_avg, g, numbers.beta1Rest);
      const v = tf.add(tf.mul(exp_avg_sq, beta2), tf.mul(tf.mul(g, numbers.beta2Rest), g));
      let step = tf.mul(tf.div(m, numbers.biasCorrection1), numbers.lr);
      if (numbers.rectification !== 0) {
        const inverse = tf.div(1, tf.add(tf.sqrt(v), eps));
        step = tf.mul(step, tf.mul(inverse, numbers.biasCorrection2Sqrt));
        step = tf.mul(step, numbers.rectification);
      }
      return { parameter: tf.sub(p, step), exp_avg: m, exp_avg_sq: v };
    },
  });
};
