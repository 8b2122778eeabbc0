import type { Scalar, Tensor } from '#tf';
import * as tf from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import type { ParameterStep, WholeUpdate } from '../fused.js';
import type { Arithmetic } from './arithmetic.js';
import { type Found, foundBy } from './guard.js';
import { RawOperations } from './raw.js';

/** All parameters with the same numbers as one vector: where an operation is dear whatever its size, as on a GPU. */
export function flatUpdate(native: LoadedNative, arithmetic: Arithmetic): WholeUpdate {
  const step = (updates: readonly ParameterStep[], numbers: readonly number[], found?: Found) => {
    const raw = new RawOperations(native);
    const vector = (tensors: readonly Tensor[]) => raw.flatten(tensors.map((tensor) => raw.input(tensor)));
    const states = (updates[0]?.states ?? []).map(
      (state, index) => state && updates.map((each) => stateOf(each.states, index)),
    );
    /** What is moved: the parameters, then each state, of which one that the options do not use is undefined. */
    const moving = [updates.map(({ parameter }) => parameter), ...states];
    const before = moving.map((tensors) => tensors && vector(tensors));
    const [parameter = Number.NaN, ...stateVectors] = before;
    const gradient = vector(updates.map((each) => each.gradient));
    const moved = arithmetic(
      raw,
      parameter,
      found === undefined ? gradient : raw.float('Mul', gradient, raw.input(found.factor)),
      stateVectors,
      numbers,
      numbers.map((number) => raw.scalar(number)),
    );
    const shapes = updates.map((each) => each.parameter.shape);
    for (const [index, after] of moved.entries()) {
      const kept = before[index] ?? Number.NaN;
      const next = found === undefined ? after : raw.float('SelectV2', raw.input(found.isOk), after, kept);
      for (const [at, id] of raw.unflatten(next, shapes).entries()) {
        const tensor = moving[index]?.[at];
        if (tensor !== undefined) raw.replace(tensor, id);
      }
    }
    raw.finish([]);
  };
  return {
    step(updates, guard) {
      const found = guard && foundBy(guard);
      for (const numbers of new Set(updates.map((each) => each.numbers))) {
        const same = updates.filter((each) => each.numbers === numbers);
        step(same, numbers, found);
      }
      if (found !== undefined) tf.dispose([found.isOk, found.factor]);
    },
    dispose: () => undefined,
  };
}

/** The 2-norm of all tensors as one vector. */
export function flatNorm(native: LoadedNative, tensors: readonly Tensor[]): Scalar {
  const raw = new RawOperations(native);
  const [result] = raw.finish([raw.norm(tensors)]);
  return result as Scalar;
}

/** A state tensor that the options use. */
export function stateOf(states: ParameterStep['states'], index: number): Tensor {
  const state = states[index];
  if (state === undefined) throw new Error('A parameter has no moving averages.');
  return state;
}
