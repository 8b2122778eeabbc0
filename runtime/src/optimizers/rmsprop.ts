import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import { lerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.RMSprop: the gradient over the root of a moving average of its square. Tieleman and Hinton, lecture 6 of
 * "Neural Networks for Machine Learning", 2012; centred as in Graves, "Generating Sequences With Recurrent Neural
 * Networks", 2013.
 */
export const rmsprop: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('RMSprop', options);
  const alpha = read.number('alpha');
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const ownMomentum = read.number('momentum');
  const centered = read.boolean('centered');
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'rmsprop',
    states: { square_avg: true, momentum_buffer: 'with momentum', grad_avg: centered },
    numbers: ({ lr, momentum = ownMomentum }) => ({
      sign,
      weightDecay,
      alpha,
      alphaRest: 1 - alpha,
      eps,
      momentum,
      lr,
    }),
    plain(parameter, gradient, { square_avg, momentum_buffer, grad_avg }, { alphaRest, momentum, lr }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      const v = tf.add(tf.mul(square_avg, alpha), tf.mul(tf.mul(g, alphaRest), g));
      const mean = centered ? lerp(grad_avg, g, alphaRest) : undefined;
      const variance = mean === undefined ? v : tf.sub(v, tf.mul(mean, mean));
      const denominator = tf.add(tf.sqrt(variance), eps);
      const averages = mean === undefined ? { square_avg: v } : { square_avg: v, grad_avg: mean };
      if (momentum === 0)
        return { parameter: tf.sub(parameter, tf.div(tf.mul(g, lr), denominator)), ...averages };
      const buffer = tf.add(tf.mul(momentum_buffer, momentum), tf.div(g, denominator));
      return { parameter: tf.sub(parameter, tf.mul(buffer, lr)), momentum_buffer: buffer, ...averages };
    },
  });
};
