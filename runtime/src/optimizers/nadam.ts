import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import { lerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.NAdam: Adam with Nesterov momentum, whose weight warms up over the updates.
 * Dozat, "Incorporating Nesterov Momentum into Adam", 2016.
 */
export const nadam: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('NAdam', options);
  const [beta1 = Number.NaN, beta2 = Number.NaN] = read.numbers('betas', 2);
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const decoupled = read.boolean('decoupled_weight_decay');
  const momentumDecay = read.number('momentum_decay');
  const sign = read.boolean('maximize') ? -1 : 1;
  /** The momentum of one update. */
  const mu = (beta: number, step: number) => beta * (1 - 0.5 * 0.96 ** (step * momentumDecay));

  return elementwise(parameters, {
    kernel: 'nadam',
    states: { exp_avg: true, exp_avg_sq: true },
    numbersOf({ step, lr, momentum = beta1, memory }) {
      const now = mu(momentum, step);
      const next = mu(momentum, step + 1);
      // A tensor of one float32 in torch.
      const product = Math.fround((memory.mu_product ?? 1) * Math.fround(now));
      memory.mu_product = product;
      return {
        sign,
        weightDecay: decoupled ? 0 : weightDecay,
        decay: decoupled ? 1 - lr * weightDecay : 1,
        beta1Rest: 1 - momentum,
        beta2,
        beta2Rest: 1 - beta2,
        biasCorrection2: 1 - beta2 ** step,
        eps,
        gradientStep: (lr * (1 - now)) / (1 - product),
        momentumStep: (lr * next) / (1 - product * next),
      };
    },
    plain(parameter, gradient, { exp_avg, exp_avg_sq }, numbers) {
      const p = tf.mul(parameter, numbers.decay);
      let g = tf.mul(gradient, sign);
      if (numbers.weightDecay !== 0) g = tf.add(g, tf.mul(p, numbers.weightDecay));
      const m = lerp(exp_avg, g, numbers.beta1Rest);
      const v = tf.add(tf.mul(exp_avg_sq, beta2), tf.mul(tf.mul(g, numbers.beta2Rest), g));
      const denominator = tf.add(tf.sqrt(tf.div(v, numbers.biasCorrection2)), eps);
      const half = tf.sub(p, tf.div(tf.mul(g, numbers.gradientStep), denominator));
      const moved = tf.sub(half, tf.div(tf.mul(m, numbers.momentumStep), denominator));
      return { parameter: moved, exp_avg: m, exp_avg_sq: v };
    },
  });
};
