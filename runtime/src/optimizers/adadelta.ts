import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Adadelta: the gradient times the ratio of past steps to past gradients.
 * Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012.
 */
export const adadelta: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adadelta', options);
  const rho = read.number('rho');
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const sign = read.boolean('maximize') ? -1 : 1;
  /** The moving average after one more number, of which the square is averaged. */
  const average = (before: tf.Tensor, x: tf.Tensor) =>
    tf.add(tf.mul(before, rho), tf.mul(tf.mul(x, 1 - rho), x));

  return elementwise(parameters, {
    kernel: 'adadelta',
    states: { square_avg: true, acc_delta: true },
    numbers: ({ lr }) => ({ sign, weightDecay, rho, rhoRest: 1 - rho, eps, lr }),
    plain(parameter, gradient, { square_avg, acc_delta }, { lr }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      const v = average(square_avg, g);
      const step = tf.mul(tf.div(tf.sqrt(tf.add(acc_delta, eps)), tf.sqrt(tf.add(v, eps))), g);
      return {
        parameter: tf.sub(parameter, tf.mul(step, lr)),
        square_avg: v,
        acc_delta: average(acc_delta, step),
      };
    },
  });
};
