import type { Tensor } from '#tf';
import * as tf from '#tf';
import type { Parameters, UpdateRuleState } from './update-rule.js';

/** What an update rule remembers of one parameter. */
export interface ParameterState<Name extends string> {
  step: number;
  /** Other numbers, by torch's names. */
  readonly numbers: Record<string, number>;
  readonly tensors: Partial<Record<Name, Tensor>>;
}

/** The shape of a state tensor of a parameter of a shape. */
export type StateShape<Name extends string> = (name: Name, shape: readonly number[]) => readonly number[];

/** The state of all parameters of one update rule, made when a parameter has its first gradient, as torch does. */
export class ParameterStates<Name extends string> {
  readonly #states = new Map<string, ParameterState<Name>>();
  readonly #parameters: Parameters;
  readonly #names: readonly Name[];
  readonly #shapeOf: StateShape<Name> | undefined;

  /** `names` are the state tensors that a parameter may have; without `shapeOf` they have its shape. */
  constructor(parameters: Parameters, names: readonly Name[], shapeOf?: StateShape<Name>) {
    this.#parameters = parameters;
    this.#names = names;
    this.#shapeOf = shapeOf;
  }

  /** The state of a parameter; an empty one at its first update. */
  of(parameter: string): ParameterState<Name> {
    let state = this.#states.get(parameter);
    if (state === undefined) {
      state = { step: 0, numbers: {}, tensors: {} };
      this.#states.set(parameter, state);
    }
    return state;
  }

  /**
   * Remembers how often some parameters were updated and which state tensors they have. Answers what takes them back to
   * it; the values of tensors that there are already are not touched.
   */
  mark(parameters: Iterable<string>): () => void {
    const marks = [...parameters].map((parameter) => {
      const state = this.#states.get(parameter);
      return { parameter, step: state?.step ?? 0, had: new Set(Object.keys(state?.tensors ?? {})) };
    });
    return () => {
      for (const { parameter, step, had } of marks) {
        const state = this.of(parameter);
        state.step = step;
        for (const name of this.#names) {
          if (had.has(name)) continue;
          state.tensors[name]?.dispose();
          delete state.tensors[name];
        }
        if (step === 0) this.#states.delete(parameter);
      }
    };
  }

  stateDict(): UpdateRuleState {
    const steps: Record<string, number> = {};
    const numbers: Record<string, Record<string, number>> = {};
    const tensors = new Map<string, Tensor>();
    for (const [parameter, state] of this.#states) {
      steps[parameter] = state.step;
      if (Object.keys(state.numbers).length > 0) numbers[parameter] = { ...state.numbers };
      for (const name of this.#names) {
        const tensor = state.tensors[name];
        if (tensor !== undefined) tensors.set(`${parameter}.${name}`, tensor);
      }
    }
    return Object.keys(numbers).length > 0 ? { steps, numbers, tensors } : { steps, tensors };
  }

  loadStateDict({ steps, numbers, tensors }: UpdateRuleState): void {
    this.dispose();
    for (const [parameter, step] of Object.entries(steps)) {
      const shape = this.#parameters.get(parameter)?.shape;
      if (shape === undefined)
        throw new Error(`The saved optimizer has a state for ${parameter}, which it does not update now.`);
      const state = this.of(parameter);
      state.step = step;
      Object.assign(state.numbers, numbers?.[parameter]);
      for (const name of this.#names) {
        const saved = tensors.get(`${parameter}.${name}`);
        if (saved === undefined) continue;
        this.#assertShape(parameter, name, saved.shape, shape);
        state.tensors[name] = ownCopy(saved);
      }
    }
  }

  #assertShape(parameter: string, name: Name, saved: readonly number[], shape: readonly number[]): void {
    const wanted = this.#shapeOf?.(name, shape);
    if (String(saved) === String(wanted ?? shape)) return;
    const own = wanted === undefined ? '' : `, whose ${name} would have [${wanted}]`;
    throw new Error(
      `The saved ${name} of ${parameter} has the shape [${saved}], the parameter has [${shape}]${own}.`,
    );
  }

  dispose(): void {
    for (const { tensors } of this.#states.values()) for (const name of this.#names) tensors[name]?.dispose();
    this.#states.clear();
  }
}

/** Puts `next` in the place of a state tensor and frees the old one. `next` may be made inside `tf.tidy`. */
export function replace<Name extends string>(state: ParameterState<Name>, name: Name, next: Tensor): void {
  state.tensors[name]?.dispose();
  state.tensors[name] = tf.keep(next);
}

/** A tensor of one value in memory of its own: fused updates change state tensors in place. */
export function ownFilled({ shape }: { readonly shape: readonly number[] }, value: number): Tensor {
  return tf.keep(tf.fill([...shape], value, 'float32'));
}

/** A copy in memory of its own: `clone()` shares it. */
export function ownCopy(tensor: Tensor): Tensor {
  return tf.keep(tf.tensor(Float32Array.from(tensor.dataSync()), tensor.shape, 'float32'));
}
