import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.SGD: the gradient, or with momentum a running sum of it. Nesterov momentum as in Sutskever et al., 2013.
 */
export const sgd: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('SGD', options);
  const ownMomentum = read.number('momentum');
  const dampening = read.number('dampening');
  const weightDecay = read.number('weight_decay');
  const nesterov = read.boolean('nesterov') ? 1 : 0;
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'sgd',
    states: { momentum_buffer: 'with momentum' },
    numbersOf: ({ lr, momentum = ownMomentum, tensors }) => ({
      sign,
      weightDecay,
      // At the first update with momentum the buffer becomes the gradient.
      first: tensors.momentum_buffer === undefined ? 1 : 0,
      momentum,
      dampeningRest: 1 - dampening,
      nesterov,
      lr,
    }),
    plain(parameter, gradient, { momentum_buffer }, { first, momentum, dampeningRest, lr }) {
      let g = tf.mul(gradient, sign);
      if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
      if (momentum === 0) return { parameter: tf.sub(parameter, tf.mul(g, lr)) };
      const buffer = first === 1 ? g : tf.add(tf.mul(momentum_buffer, momentum), tf.mul(g, dampeningRest));
      const step = nesterov === 1 ? tf.add(g, tf.mul(buffer, momentum)) : buffer;
      return { parameter: tf.sub(parameter, tf.mul(step, lr)), momentum_buffer: buffer };
    },
  });
};
