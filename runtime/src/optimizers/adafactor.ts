import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import { type AdafactorUpdate, fusedUpdates } from '../backends/fused.js';
import { Options } from './options.js';
import { ownFilled, type ParameterState, ParameterStates, replace } from './parameter-state.js';
import { lerp } from './tensor-math.js';
import type { UpdateRuleFactory } from './update-rule.js';

/** torch.finfo(torch.float32).eps, which takes the place of a first eps of null. */
const float32Eps = 2 ** -23;

type Name = 'row_var' | 'col_var' | 'variance';

/** Averages of the rows and of the columns of the last two dimensions; a vector has one average a number. */
function stateShape(name: Name, shape: readonly number[]): readonly number[] {
  if (name === 'variance') return shape;
  const [rows = 1, columns = 1] = shape.slice(-2);
  return [...shape.slice(0, -2), ...(name === 'row_var' ? [rows, 1] : [1, columns])];
}

type Numbers = AdafactorUpdate['numbers'];

/**
 * torch.optim.Adafactor: squares of gradients averaged over the rows and over the columns of a matrix. Shazeer and
 * Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", 2018, with torch's deviations: `lr` bounds the
 * relative step, the decay is decoupled, the first eps bounds the estimate instead of entering the averages.
 */
export const adafactor: UpdateRuleFactory = (parameters, options) => {
  const read = new Options('Adafactor', options);
  const beta2Decay = read.number('beta2_decay');
  const [floor, smallestScale] = read.pair('eps');
  const d = read.number('d');
  const weightDecay = read.number('weight_decay');
  const sign = read.boolean('maximize') ? -1 : 1;
  const states = new ParameterStates<Name>(parameters, ['row_var', 'col_var', 'variance'], stateShape);

  const prepare = (parameter: Variable, state: ParameterState<Name>, lr: number): Numbers => {
    state.step += 1;
    const names: readonly Name[] = parameter.rank > 1 ? ['row_var', 'col_var'] : ['variance'];
    for (const name of names)
      state.tensors[name] ??= ownFilled({ shape: stateShape(name, parameter.shape) }, 0);
    return {
      sign,
      decay: weightDecay === 0 ? 1 : 1 - lr * weightDecay,
      moves: state.step ** beta2Decay,
      floor: floor ?? float32Eps,
      smallestScale,
      relativeStep: Math.min(lr, 1 / state.step ** 0.5),
      d,
    };
  };

  return {
    step(gradients, lr) {
      const fused = fusedUpdates().adafactor;
      const updates: AdafactorUpdate[] = [];
      for (const [name, parameter] of parameters) {
        const gradient = gradients.get(name);
        if (gradient === undefined) continue;
        const state = states.of(name);
        const numbers = prepare(parameter, state, lr);
        if (fused !== undefined) updates.push({ parameter, gradient, states: state.tensors, numbers });
        else plainUpdate(parameter, gradient, state, numbers);
      }
      fused?.(updates);
    },
    stateDict: () => states.stateDict(),
    loadStateDict: (state) => states.loadStateDict(state),
    dispose: () => states.dispose(),
  };
};

/** The update with tfjs operations; norms stay on the device, so that no update waits for it. */
function plainUpdate(
  parameter: Variable,
  gradient: Tensor,
  state: ParameterState<Name>,
  { sign, decay, moves, floor, smallestScale, relativeStep, d }: Numbers,
): void {
  tf.tidy(() => {
    const root = Math.sqrt(parameter.size);
    const scale = tf.maximum(tf.div(norm(parameter), root), smallestScale);
    const estimate = tf.maximum(moments(gradient, state, moves, floor), floor * floor);
    const update = tf.mul(tf.rsqrt(estimate), gradient);
    const tooLarge = tf.maximum(tf.div(norm(update), root * d), 1);
    const factor = tf.div(tf.mul(scale, relativeStep * sign), tooLarge);
    parameter.assign(tf.sub(tf.mul(parameter, decay), tf.mul(update, factor)));
  });
}

/** Moves the averages; the estimate of the average square of each number of the gradient. */
function moments(gradient: Tensor, state: ParameterState<Name>, moves: number, floor: number): Tensor {
  const squares = tf.square(gradient);
  const moved = (name: Name, value: Tensor): Tensor => {
    const before = state.tensors[name];
    if (before === undefined) throw new Error(`Adafactor's ${name} is missing.`);
    const next = lerp(before, value, moves);
    replace(state, name, next);
    return next;
  };
  if (gradient.rank < 2) return moved('variance', squares);
  const rows = moved('row_var', tf.mean(squares, -1, true));
  const columns = moved('col_var', tf.mean(squares, -2, true));
  return tf.div(tf.mul(rows, columns), tf.maximum(tf.mean(rows, -2, true), floor));
}

const norm = (tensor: Tensor): Tensor => tf.sqrt(tf.sum(tf.square(tensor)));
