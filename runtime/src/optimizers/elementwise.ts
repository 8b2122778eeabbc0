import type { Tensor, Variable } from '#tf';
import * as tf from '#tf';
import {
  type FusedUpdate,
  type FusedUpdates,
  fusedUpdates,
  type ParameterStep,
  type UpdateGuard,
  type UpdateKernel,
  type WholeUpdate,
} from '../backends/fused.js';
import { ownFilled, type ParameterState, ParameterStates, replace } from './parameter-state.js';
import type { Gradients, Parameters, UpdateRule } from './update-rule.js';

/** What the numbers of one update are computed from. */
export interface Update {
  /** Updates of this parameter, this one included. */
  readonly step: number;
  readonly lr: number;
  /** Momentum, or beta1, from a schedule that moves it. */
  readonly momentum: number | undefined;
}

/** What the numbers of one parameter's update are computed from. */
export interface ParameterUpdate<State extends string> extends Update {
  /** Numbers that the parameter keeps from update to update; empty before the first. Changed by `numbersOf`. */
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
export type ElementwiseRule<State extends string, Numbers extends NumbersOfUpdate> = Arithmetic<
  State,
  Numbers
> &
  (
    | {
        /**
         * The numbers of one update in double precision, as torch has them on a CPU, in the kernel's order: the same for
         * all parameters that have had as many updates.
         */
        numbers(update: Update): Numbers;
        numbersOf?: never;
      }
    | {
        numbers?: never;
        /** As `numbers`, where a parameter has its own. */
        numbersOf(update: ParameterUpdate<State>): Numbers;
      }
  );

type NumbersOfUpdate = Readonly<Record<string, number>>;

interface Arithmetic<State extends string, Numbers extends NumbersOfUpdate> {
  readonly kernel: UpdateKernel;
  /**
   * The state tensors in the kernel's order; false for one that the options do not use, 'with momentum' for one that is
   * made at the first update whose number `momentum` is above 0: a schedule may bring the momentum.
   */
  readonly states: Readonly<Record<State, boolean | 'with momentum'>>;
  /** What a state tensor holds before the first update; 0 when it is not given. */
  initial?(state: State, lr: number): number;
  /** The update with tfjs operations, inside `tf.tidy`. */
  plain(
    parameter: Tensor,
    gradient: Tensor,
    states: Readonly<Record<State, Tensor>>,
    numbers: Numbers,
  ): Updated<State>;
}

/** The update rule of an elementwise optimizer: one pass over memory where the backend can, else tfjs operations. */
export function elementwise<State extends string, Numbers extends NumbersOfUpdate>(
  parameters: Parameters,
  rule: ElementwiseRule<State, Numbers>,
): UpdateRule {
  const names = Object.keys(rule.states) as State[];
  const used = names.filter((name) => rule.states[name] !== false);
  const states = new ParameterStates<State>(parameters, used);
  /** The state tensors of the parameter whose turn it is. */
  const operands: (Tensor | undefined)[] = [];

  const numbersFor = (state: ParameterState<State>, lr: number, momentum: number | undefined): Numbers => {
    const { step, numbers: memory, tensors } = state;
    if (rule.numbersOf === undefined) return rule.numbers({ step, lr, momentum });
    return rule.numbersOf({ step, lr, momentum, memory, tensors });
  };

  /** Makes the state tensors that this update is the first to need. */
  const makeTensors = (
    parameter: Variable,
    { tensors }: ParameterState<State>,
    numbers: Numbers,
    lr: number,
  ) => {
    for (const name of used) {
      if (tensors[name] !== undefined) continue;
      if (rule.states[name] === 'with momentum' && !((numbers.momentum ?? 0) > 0)) continue;
      tensors[name] = ownFilled(parameter, rule.initial?.(name, lr) ?? 0);
    }
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
        // `makeTensors` has made all that are in use.
        state.tensors as Record<State, Tensor>,
        numbers,
      );
      parameter.assign(moved);
      for (const [name, tensor] of Object.entries(next)) replace(state, name as State, tensor as Tensor);
    });

  /** What updates all parameters at once on the backend that it was made for. */
  let whole: { readonly of: FusedUpdates; readonly update: WholeUpdate | undefined } | undefined;
  const wholeUpdate = (): WholeUpdate | undefined => {
    const updates = fusedUpdates();
    if (whole?.of !== updates) {
      whole?.update?.dispose();
      whole = { of: updates, update: updates.whole?.(rule.kernel, [...parameters.values()]) };
    }
    return whole.update;
  };

  const update = (
    gradients: Gradients,
    lr: number,
    momentum: number | undefined,
    guard?: UpdateGuard,
  ): void => {
    const all = wholeUpdate();
    const steps: ParameterStep[] = [];
    const begin = fusedUpdates()[rule.kernel];
    let shared: { readonly step: number; readonly numbers: Numbers; readonly list: number[] } | undefined;
    let one: ReturnType<FusedUpdate> | undefined;
    let index = -1;
    for (const [name, parameter] of parameters) {
      index += 1;
      const gradient = gradients.get(name);
      if (gradient === undefined) continue;
      const state = states.of(name);
      state.step += 1;
      if (shared === undefined || shared.step !== state.step || rule.numbersOf !== undefined) {
        const numbers = numbersFor(state, lr, momentum);
        const isSame = shared !== undefined && same(numbers, shared.numbers);
        const list = isSame && shared !== undefined ? shared.list : Object.values(numbers);
        if (!isSame && all === undefined) one = begin?.(list);
        shared = { step: state.step, numbers, list };
      }
      makeTensors(parameter, state, shared.numbers, lr);
      if (all !== undefined) {
        steps.push({
          index,
          parameter,
          gradient,
          states: names.map((each) => state.tensors[each]),
          numbers: shared.list,
        });
        continue;
      }
      if (one === undefined) {
        plainUpdate(parameter, gradient, state, shared.numbers);
        continue;
      }
      for (const [index, each] of names.entries()) operands[index] = state.tensors[each];
      one(parameter, gradient, operands);
    }
    all?.step(steps, guard);
  };

  return {
    step: (gradients, lr, momentum) => update(gradients, lr, momentum),
    get guarded() {
      // A rule whose numbers are kept from step to step (`memory`) has no kernel of this kind.
      if (fusedUpdates().guards === undefined || wholeUpdate() === undefined) return undefined;
      return (guard: UpdateGuard, gradients: Gradients, lr: number, momentum?: number) => {
        const takeBack = states.mark(gradients.keys());
        update(gradients, lr, momentum, guard);
        return takeBack;
      };
    },
    stateDict: () => states.stateDict(),
    loadStateDict: (state) => states.loadStateDict(state),
    dispose: () => {
      whole?.update?.dispose();
      whole = undefined;
      states.dispose();
    },
  };
}

function same<Numbers extends NumbersOfUpdate>(one: Numbers, other: Numbers): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
}
