import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import { type FusedUpdate, fusedUpdates, type UpdateKernel } from '../backends/fused.js';
import { ownFilled, type ParameterState, ParameterStates, replace } from './parameter-state.js';
import type { Parameters, UpdateRule } from './update-rule.js';

/** What the numbers of one update are computed from. */
export interface Update<State extends string> {
  /** Updates of this parameter, this one included. */
  readonly step: number;
  readonly lr: number;
  /** Momentum, or beta1, from a schedule that moves it. */
  readonly momentum: number | undefined;
  /** Numbers that the parameter keeps from update to update; empty before the first. Changed by `numbers`. */
  readonly memory: Record<string, number>;
  /** The state tensors as the last update left them; none before the first. */
  readonly tensors: Readonly<Partial<Record<State, Tensor>>>;
}

/** The new values of a parameter and of its state tensors. */
export type Updated<State extends string> = { readonly parameter: Tensor } & {
  readonly [name in State]?: Tensor;
};

/**
 * An optimizer that treats every number of a parameter by itself. The kernel and `plain` compute the same, in the order
 * of operations of torch's single-tensor loop in float32.
 */
export interface ElementwiseRule<State extends string, Numbers extends Readonly<Record<string, number>>> {
  readonly kernel: UpdateKernel;
  /**
   * The state tensors in the kernel's order; false for one that the options do not use, 'with momentum' for one that is
   * made at the first update whose number `momentum` is above 0: a schedule may bring the momentum.
   */
  readonly states: Readonly<Record<State, boolean | 'with momentum'>>;
  /** What a state tensor holds before the first update; 0 when it is not given. */
  initial?(state: State, lr: number): number;
  /** The numbers of one update in double precision, as torch has them on a CPU, in the kernel's order. */
  numbers(update: Update<State>): Numbers;
  /** The update with tfjs operations, inside `tf.tidy`. */
  plain(
    parameter: Tensor,
    gradient: Tensor,
    states: Readonly<Record<State, Tensor>>,
    numbers: Numbers,
  ): Updated<State>;
}

/** The update rule of an elementwise optimizer: one pass over memory where the backend can, else tfjs operations. */
export function elementwise<State extends string, Numbers extends Readonly<Record<string, number>>>(
  parameters: Parameters,
  rule: ElementwiseRule<State, Numbers>,
): UpdateRule {
  const names = Object.keys(rule.states) as State[];
  const used = names.filter((name) => rule.states[name] !== false);
  const states = new ParameterStates<State>(parameters, used);

  const prepare = (parameter: Variable, state: ParameterState<State>, lr: number, momentum?: number) => {
    state.step += 1;
    const { step, numbers: memory, tensors } = state;
    const numbers = rule.numbers({ step, lr, momentum, memory, tensors });
    for (const name of used) {
      if (rule.states[name] === 'with momentum' && !((numbers.momentum ?? 0) > 0)) continue;
      state.tensors[name] ??= ownFilled(parameter, rule.initial?.(name, lr) ?? 0);
    }
    return numbers;
  };

  const plainUpdate = (
    parameter: Variable,
    gradient: Tensor,
    state: ParameterState<State>,
    numbers: Numbers,
  ) =>
    tf.tidy(() => {
      const { parameter: moved, ...next } = rule.plain(
        parameter,
        gradient,
        // `prepare` has made all that are in use.
        state.tensors as Record<State, Tensor>,
        numbers,
      );
      parameter.assign(moved);
      for (const [name, tensor] of Object.entries(next)) replace(state, name as State, tensor as Tensor);
    });

  return {
    step(gradients, lr, momentum) {
      const fused = fusedUpdates()[rule.kernel];
      const updates: FusedUpdate[] = [];
      for (const [name, parameter] of parameters) {
        const gradient = gradients.get(name);
        if (gradient === undefined) continue;
        const state = states.of(name);
        const numbers = prepare(parameter, state, lr, momentum);
        if (fused === undefined) plainUpdate(parameter, gradient, state, numbers);
        else
          updates.push({
            parameter,
            gradient,
            states: names.map((each) => state.tensors[each]),
            numbers: Object.values(numbers),
          });
      }
      fused?.(updates);
    },
    stateDict: () => states.stateDict(),
    loadStateDict: (state) => states.loadStateDict(state),
    dispose: () => states.dispose(),
  };
}
