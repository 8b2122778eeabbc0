import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Rprop: steps by the sign of the gradient, their size growing while the sign stays and shrinking when it
 * turns. The learning rate is the first step size. Riedmiller and Braun, "A direct adaptive method for faster
 * backpropagation learning: the RPROP algorithm", 1993.
 */
export const rprop: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Rprop', options);
  const [shrink = Number.NaN, grow = Number.NaN] = read.numbers('etas', 2);
  const [smallest = Number.NaN, largest = Number.NaN] = read.numbers('step_sizes', 2);
  const sign = read.boolean('maximize') ? -1 : 1;
  const numbers = { sign, shrink, grow, smallest, largest };

  return elementwise(parameters, {
    kernel: 'rprop',
    states: { prev: true, step_size: true },
    initial: (state, lr) => (state === 'step_size' ? lr : 0),
    numbers: () => numbers,
    plain(parameter, gradient, { prev, step_size }) {
      const all = tf.mul(gradient, sign);
      const agreement = tf.mul(all, prev);
      const turned = tf.less(agreement, 0);
      const none = tf.zerosLike(all);
      const stays = tf.where(turned, tf.fill(all.shape, shrink), tf.onesLike(all));
      const factor = tf.where(tf.greater(agreement, 0), tf.fill(all.shape, grow), stays);
      const size = tf.minimum(tf.maximum(tf.mul(step_size, factor), smallest), largest);
      const g = tf.where(turned, none, all);
      // Not `tf.sign`, which takes the smallest numbers for zero on the wasm backend.
      const down = tf.where(tf.greater(g, 0), size, none);
      const up = tf.where(tf.less(g, 0), size, none);
      return { parameter: tf.add(tf.sub(parameter, down), up), prev: g, step_size: size };
    },
  });
};
