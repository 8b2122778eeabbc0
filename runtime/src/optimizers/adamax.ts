import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import { lerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Adamax: Adam that divides by a decaying maximum of the gradient's size.
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1.
 */
export const adamax: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adamax', options);
  const [beta1 = Number.NaN, beta2 = Number.NaN] = read.numbers('betas', 2);
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'adamax',
    states: { exp_avg: true, exp_inf: true },
    numbers: ({ step, lr, momentum = beta1 }) => ({
      sign,
      weightDecay,
      beta1Rest: 1 - momentum,
      beta2,
      eps,
      stepSize: lr / (1 - momentum ** step),
    }),
    plain(parameter, gradient, { exp_avg, exp_inf }, { beta1Rest, stepSize }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      const m = lerp(exp_avg, g, beta1Rest);
      const u = tf.maximum(tf.mul(exp_inf, beta2), tf.add(tf.abs(g), eps));
      return { parameter: tf.sub(parameter, tf.div(tf.mul(m, stepSize), u)), exp_avg: m, exp_inf: u };
    },
  });
};
