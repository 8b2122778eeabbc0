import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import { fusedUpdates } from '../backends/fused.js';
import { Options } from './options.js';
import { ownZeros, type ParameterState, ParameterStates, replace } from './parameter-state.js';
import type { Parameters, UpdateRule, UpdateRuleFactory } from './update-rule.js';

type Name = 'exp_avg' | 'exp_avg_sq' | 'max_exp_avg_sq';

interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** AdamW: the decay shrinks the parameter and does not enter the moments. */
  readonly decoupled: boolean;
  readonly amsgrad: boolean;
  readonly maximize: boolean;
}

/** The numbers of one update, computed in double precision as torch does on a CPU. */
interface Scalars {
  readonly stepSize: number;
  readonly biasCorrection2Sqrt: number;
  /** The factor on the parameter before the update; 1 without decoupled weight decay. */
  readonly decay: number;
}

/**
 * torch.optim.Adam: moving averages of the gradient and of its square, corrected for their start at zero.
 * The order of operations is that of torch's single-tensor loop, in float32.
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; AMSGrad: Reddi et al., 2018.
 */
export const adam: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adam', options);
  return adamRule(parameters, read, read.boolean('decoupled_weight_decay'));
};

/** torch.optim.AdamW: Adam with decoupled weight decay. Loshchilov and Hutter, 2019. */
export const adamW: UpdateRuleFactory = (parameters, options) =>
  adamRule(parameters, new Options('AdamW', options), true);

function adamRule(parameters: Parameters, read: Options, decoupled: boolean): UpdateRule {
  const [beta1 = Number.NaN, beta2 = Number.NaN] = read.numbers('betas', 2);
  const options: AdamOptions = {
    beta1,
    beta2,
    eps: read.number('eps'),
    weightDecay: read.number('weight_decay'),
    decoupled,
    amsgrad: read.boolean('amsgrad'),
    maximize: read.boolean('maximize'),
  };
  const states = new ParameterStates<Name>(parameters, ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq']);

  return {
    step(gradients, lr) {
      for (const [name, parameter] of parameters) {
        const gradient = gradients.get(name);
        if (gradient !== undefined) update(parameter, gradient, states.of(name), options, lr);
      }
    },
    stateDict: () => states.stateDict(),
    loadStateDict: (state) => states.loadStateDict(state),
    dispose: () => states.dispose(),
  };
}

function update(
  parameter: Variable,
  gradient: Tensor,
  state: ParameterState<Name>,
  options: AdamOptions,
  lr: number,
): void {
  const { beta1, beta2, weightDecay, decoupled } = options;
  state.step += 1;
  const scalars: Scalars = {
    stepSize: lr / (1 - beta1 ** state.step),
    biasCorrection2Sqrt: Math.sqrt(1 - beta2 ** state.step),
    decay: decoupled && weightDecay !== 0 ? 1 - lr * weightDecay : 1,
  };
  state.tensors.exp_avg ??= ownZeros(parameter);
  state.tensors.exp_avg_sq ??= ownZeros(parameter);

  const { adam: fused } = fusedUpdates();
  if (fused === undefined || options.amsgrad || options.maximize) {
    tf.tidy(() => plainUpdate(parameter, gradient, state, options, scalars));
    return;
  }
  fused({
    parameter,
    gradient,
    expAvg: state.tensors.exp_avg,
    expAvgSq: state.tensors.exp_avg_sq,
    beta1,
    beta2,
    eps: options.eps,
    weightDecay: decoupled ? 0 : weightDecay,
    ...scalars,
  });
}

function plainUpdate(
  parameter: Variable,
  gradient: Tensor,
  state: ParameterState<Name>,
  options: AdamOptions,
  { stepSize, biasCorrection2Sqrt, decay }: Scalars,
): void {
  const { beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize } = options;
  const { exp_avg, exp_avg_sq } = state.tensors;
  if (exp_avg === undefined || exp_avg_sq === undefined) throw new Error('The state of Adam has no moments.');

  let g = maximize ? tf.neg(gradient) : gradient;
  const p = decay === 1 ? parameter : tf.mul(parameter, decay);
  if (!decoupled && weightDecay !== 0) g = tf.add(g, tf.mul(p, weightDecay));
  const m = lerp(exp_avg, g, 1 - beta1);
  const v = tf.add(tf.mul(exp_avg_sq, beta2), tf.mul(tf.mul(g, 1 - beta2), g));
  let largest = v;
  if (amsgrad) {
    const before = state.tensors.max_exp_avg_sq;
    largest = before === undefined ? tf.maximum(v, 0) : tf.maximum(before, v);
    replace(state, 'max_exp_avg_sq', largest);
  }
  const denominator = tf.add(tf.div(tf.sqrt(largest), biasCorrection2Sqrt), eps);
  parameter.assign(tf.add(p, tf.div(tf.mul(m, -stepSize), denominator)));
  replace(state, 'exp_avg', m);
  replace(state, 'exp_avg_sq', v);
}

/** `from + weight * (to - from)`, from the nearer end, as torch's `lerp`. */
function lerp(from: Tensor, to: Tensor, weight: number): Tensor {
  const difference = tf.sub(to, from);
  if (Math.abs(weight) < 0.5) return tf.add(from, tf.mul(difference, weight));
  return tf.sub(to, tf.mul(difference, 1 - weight));
}
