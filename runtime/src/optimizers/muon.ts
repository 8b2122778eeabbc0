import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import { fusedUpdates, type MuonUpdate } from '../backends/fused.js';
import { assertMatrices } from './muon-matrices.js';
import { Options } from './options.js';
import { ownFilled, ParameterStates } from './parameter-state.js';
import { addProduct, fusedLerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/**
 * torch.optim.Muon: momentum whose update is made orthogonal by Newton-Schulz iterations in bfloat16. Jordan et al.,
 * "Muon: An optimizer for hidden layers in neural networks", 2024. Throws when a parameter is no matrix.
 */
export const muon: UpdateRuleFactory = (parameters, options) => {
  assertMatrices(parameters);
  const read = new Options('Muon', options);
  const ownMomentum = read.number('momentum');
  const weightDecay = read.number('weight_decay');
  const nesterov = read.boolean('nesterov');
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = read.numbers('ns_coefficients', 3);
  const smallestNorm = read.number('eps');
  const iterations = read.number('ns_steps');
  const adjust = read.textOrNull('adjust_lr_fn');
  const states = new ParameterStates<'momentum_buffer'>(parameters, ['momentum_buffer']);

  return {
    step(gradients, lr, momentum = ownMomentum) {
      const fused = fusedUpdates().muon;
      const updates: MuonUpdate[] = [];
      for (const [name, parameter] of parameters) {
        const gradient = gradients.get(name);
        if (gradient === undefined) continue;
        const state = states.of(name);
        state.step += 1;
        state.tensors.momentum_buffer ??= ownFilled(parameter, 0);
        const update: MuonUpdate = {
          parameter,
          gradient,
          buffer: state.tensors.momentum_buffer,
          nesterov,
          coefficients: [a, b, c],
          numbers: {
            momentum,
            momentumRest: 1 - momentum,
            smallestNorm,
            iterations,
            decay: 1 - lr * weightDecay,
            lr: lr * lrFactor(adjust, parameter),
          },
        };
        if (fused !== undefined) updates.push(update);
        else state.tensors.momentum_buffer = plainUpdate(update);
      }
      fused?.(updates);
    },
    stateDict: () => states.stateDict(),
    loadStateDict: (state) => states.loadStateDict(state),
    dispose: () => states.dispose(),
  };
};

/** What `adjust_lr_fn` multiplies the learning rate by. */
function lrFactor(adjust: string | null, { shape: [rows = 1, columns = 1] }: Variable): number {
  switch (adjust) {
    case 'match_rms_adamw':
      return 0.2 * Math.sqrt(Math.max(rows, columns));
    case 'spectral_unclamped':
      return Math.sqrt(rows / columns);
    default:
      return Math.sqrt(Math.max(1, rows / columns));
  }
}

/** The update with tfjs operations. Returns the new momentum buffer, and frees the old one. */
function plainUpdate({ parameter, gradient, buffer, nesterov, coefficients, numbers }: MuonUpdate): Tensor {
  const { momentum, momentumRest, decay, lr } = numbers;
  return tf.tidy(() => {
    const next = tf.keep(fusedLerp(buffer, gradient, momentumRest));
    const update = nesterov ? fusedLerp(gradient, next, momentum) : next;
    const orthogonal = orthogonalized(update as tf.Tensor2D, coefficients, numbers);
    parameter.assign(tf.sub(tf.mul(parameter, decay), tf.mul(orthogonal, lr)));
    buffer.dispose();
    return next;
  });
}

/** Newton-Schulz iterations, every result rounded to bfloat16 where torch's is of that type. */
function orthogonalized(
  update: tf.Tensor2D,
  [a, b, c]: MuonUpdate['coefficients'],
  { smallestNorm, iterations }: MuonUpdate['numbers'],
): Tensor {
  const [rows, columns] = update.shape;
  const isTall = rows > columns;
  let x = bfloat16(isTall ? tf.transpose(update) : update);
  const norm = bfloat16(tf.sqrt(tf.sum(tf.square(x))));
  x = bfloat16(tf.div(x, tf.maximum(norm, bfloat16(tf.scalar(smallestNorm)))));
  for (let iteration = 0; iteration < iterations; iteration++) {
    const gram = bfloat16(tf.matMul(x, x, false, true));
    const factor = bfloat16(addProduct(tf.mul(tf.matMul(gram, gram), c), gram, Math.fround(b)));
    x = bfloat16(addProduct(tf.matMul(factor, x), x, Math.fround(a)));
  }
  return isTall ? tf.transpose(x) : x;
}

/**
 * The nearest numbers of bfloat16 (8 significant bits), ties to even, by Veltkamp's splitting: multiplied by 2^16 + 1, a
 * number loses its lower bits where it is subtracted again. It needs nothing but float32 operations that are rounded
 * correctly, as IEEE 754 and thus the CPU and CUDA have them; a device that rounds otherwise may be off by the last bit
 * of bfloat16. Right for magnitudes from 2^-126 to 2^111.
 */
function bfloat16<T extends Tensor>(x: T): T {
  const scaled = tf.mul(x, 2 ** 16 + 1);
  return tf.sub(scaled, tf.sub(scaled, x));
}
