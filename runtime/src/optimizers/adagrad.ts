import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Adagrad: the gradient over the root of the sum of all its squares so far. Duchi, Hazan and Singer,
 * "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011.
 */
export const adagrad: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adagrad', options);
  const lrDecay = read.number('lr_decay');
  const weightDecay = read.number('weight_decay');
  const start = read.number('initial_accumulator_value');
  const eps = read.number('eps');
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'adagrad',
    states: { sum: true },
    initial: () => start,
    numbers: ({ step, lr }) => ({ sign, weightDecay, eps, stepSize: lr / (1 + (step - 1) * lrDecay) }),
    plain(parameter, gradient, states, { stepSize }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      const sum = tf.add(states.sum, tf.mul(g, g));
      const denominator = tf.add(tf.sqrt(sum), eps);
      return { parameter: tf.sub(parameter, tf.div(tf.mul(g, stepSize), denominator)), sum };
    },
  });
};
