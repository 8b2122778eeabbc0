import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import { fusedUpdates } from '../backends/fused.js';
import { Options } from './options.js';
import { ownZeros, type ParameterState, ParameterStates, replace } from './parameter-state.js';
import type { UpdateRuleFactory } from './update-rule.js';

type Name = 'momentum_buffer';

interface SgdOptions {
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  readonly maximize: boolean;
}

/**
 * torch.optim.SGD: the gradient, or with momentum a running sum of it. The order of operations is that of torch's
 * single-tensor loop, in float32. Nesterov momentum as in Sutskever et al., 2013.
 */
export const sgd: UpdateRuleFactory = (parameters, values) => {
  const read = new Options('SGD', values);
  const options: SgdOptions = {
    momentum: read.number('momentum'),
    dampening: read.number('dampening'),
    weightDecay: read.number('weight_decay'),
    nesterov: read.boolean('nesterov'),
    maximize: read.boolean('maximize'),
  };
  const states = new ParameterStates<Name>(parameters, ['momentum_buffer']);

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
};

function update(
  parameter: Variable,
  gradient: Tensor,
  state: ParameterState<Name>,
  options: SgdOptions,
  lr: number,
): void {
  const { momentum, dampening, weightDecay, nesterov, maximize } = options;
  state.step += 1;
  const { sgd: fused } = fusedUpdates();
  if (fused === undefined || maximize) {
    tf.tidy(() => plainUpdate(parameter, gradient, state, options, lr));
    return;
  }
  if (momentum === 0) {
    fused({ parameter, gradient, lr, weightDecay });
    return;
  }
  const first = state.tensors.momentum_buffer === undefined;
  const buffer = state.tensors.momentum_buffer ?? ownZeros(parameter);
  state.tensors.momentum_buffer = buffer;
  fused({
    parameter,
    gradient,
    lr,
    weightDecay,
    momentum: { buffer, first, momentum, dampening, nesterov },
  });
}

function plainUpdate(
  parameter: Variable,
  gradient: Tensor,
  state: ParameterState<Name>,
  { momentum, dampening, weightDecay, nesterov, maximize }: SgdOptions,
  lr: number,
): void {
  let g = maximize ? tf.neg(gradient) : gradient;
  if (weightDecay !== 0) g = tf.add(g, tf.mul(parameter, weightDecay));
  if (momentum !== 0) {
    const before = state.tensors.momentum_buffer;
    // At the first update the buffer is the gradient itself, in memory of its own: the gradient is the caller's.
    const buffer =
      before === undefined ? tf.mul(g, 1) : tf.add(tf.mul(before, momentum), tf.mul(g, 1 - dampening));
    g = nesterov ? tf.add(g, tf.mul(buffer, momentum)) : buffer;
    parameter.assign(tf.add(parameter, tf.mul(g, -lr)));
    replace(state, 'momentum_buffer', buffer);
    return;
  }
  parameter.assign(tf.add(parameter, tf.mul(g, -lr)));
}
