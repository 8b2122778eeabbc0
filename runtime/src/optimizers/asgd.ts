import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.ASGD: gradient descent with a decaying step size that keeps the average of the parameters (`ax`).
 * Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
 */
export const asgd: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('ASGD', options);
  const lambd = read.number('lambd');
  const alpha = read.number('alpha');
  const t0 = read.number('t0');
  const weightDecay = read.number('weight_decay');
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'asgd',
    states: { ax: true },
    numbersOf({ step, lr, memory }) {
      // One float32 each in torch. What is computed in one update counts in the next.
      const { eta = Math.fround(lr), mu = 1 } = memory;
      memory.eta = Math.fround(lr / (1 + lambd * lr * step) ** alpha);
      memory.mu = Math.fround(1 / Math.max(1, step - t0));
      return { sign, weightDecay, decay: 1 - lambd * eta, eta, mu };
    },
    plain(parameter, gradient, { ax }, { decay, eta, mu }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      const p = tf.sub(tf.mul(parameter, decay), tf.mul(g, eta));
      // The parameter and its average may share memory: here nothing is changed in place.
      return { parameter: p, ax: mu === 1 ? p : tf.add(ax, tf.mul(tf.sub(p, ax), mu)) };
    },
  });
};
