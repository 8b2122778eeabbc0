import * as tf from '#tf';
import { elementwise } from './elementwise.js';
import { Options } from './options.js';
import { lerp } from './tensor-math.js';
import type { Parameters, UpdateRule, UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Adam: moving averages of the gradient and of its square, corrected for their start at zero.
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; AMSGrad: Reddi et al., 2018.
 */
export const adam: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adam', options);
  return adamRule(parameters, read, read.boolean('decoupled_weight_decay'));
};

/** torch.optim.AdamW: Adam with decoupled weight decay. Loshchilov and Hutter, 2019. */
export const adamW: UpdateRuleFactory = (parameters, options) =>
  adamRule(parameters, new Options('AdamW', options), true);

/** `decoupled`: the decay shrinks the parameter and does not enter the moments. */
function adamRule(parameters: Parameters, read: Options, decoupled: boolean): UpdateRule {
  const [beta1 = Number.NaN, beta2 = Number.NaN] = read.numbers('betas', 2);
  const eps = read.number('eps');
  const weightDecay = read.number('weight_decay');
  const amsgrad = read.boolean('amsgrad');
  const sign = read.boolean('maximize') ? -1 : 1;

  return elementwise(parameters, {
    kernel: 'adam',
    states: { exp_avg: true, exp_avg_sq: true, max_exp_avg_sq: amsgrad },
    numbers({ step, lr, momentum = beta1 }) {
      return {
        sign,
        weightDecay: decoupled ? 0 : weightDecay,
        decay: decoupled ? 1 - lr * weightDecay : 1,
        beta1Rest: 1 - momentum,
        beta2,
        beta2Rest: 1 - beta2,
        stepSize: lr / (1 - momentum ** step),
        biasCorrection2Sqrt: Math.sqrt(1 - beta2 ** step),
        eps,
      };
    },
    plain(parameter, gradient, { exp_avg, exp_avg_sq, max_exp_avg_sq }, numbers) {
      const p = tf.mul(parameter, numbers.decay);
      let g = tf.mul(gradient, numbers.sign);
      if (numbers.weightDecay !== 0) g = tf.add(g, tf.mul(p, numbers.weightDecay));
      const m = lerp(exp_avg, g, numbers.beta1Rest);
      const v = tf.add(tf.mul(exp_avg_sq, beta2), tf.mul(tf.mul(g, numbers.beta2Rest), g));
      const largest = amsgrad ? tf.maximum(max_exp_avg_sq, v) : v;
      const denominator = tf.add(tf.div(tf.sqrt(largest), numbers.biasCorrection2Sqrt), eps);
      const moved = tf.sub(p, tf.div(tf.mul(m, numbers.stepSize), denominator));
      const next = { parameter: moved, exp_avg: m, exp_avg_sq: v };
      return amsgrad ? { ...next, max_exp_avg_sq: largest } : next;
    },
  });
}
