import type { Scalar, Tensor, Variable } from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import type { FusedUpdate, FusedUpdates, ParameterStep, UpdateKernel, WholeUpdate } from '../fused.js';
import { type Arithmetic, adam, sgd } from './arithmetic.js';
import { flatNorm, flatUpdate, stateOf } from './flat-updates.js';
import { updateGuards } from './guard.js';
import { integer, RawOperations } from './raw.js';

/** Update rules as a few operations of TensorFlow, and the norm of many tensors. */
export function tensorFlowUpdates(native: LoadedNative): FusedUpdates {
  const hasKernels = native.noKernels === undefined;
  const arithmetics: Partial<Record<UpdateKernel, Arithmetic>> = { adam, sgd };
  const flat = (kernel: UpdateKernel) => arithmetics[kernel] && flatUpdate(native, arithmetics[kernel]);
  return {
    adam: update(native, adam),
    sgd: update(native, sgd),
    whole: hasKernels ? (kernel) => (kernel === 'adam' ? adamKernel(native) : undefined) : flat,
    ...(!hasKernels && { guards: updateGuards(native) }),
    async norm(tensors) {
      const norm = (hasKernels ? normKernel : flatNorm)(native, tensors);
      const [value = Number.NaN] = await norm.data();
      norm.dispose();
      return value;
    },
  };
}

function update(native: LoadedNative, arithmetic: Arithmetic): FusedUpdate {
  /** The numbers of the last update as tensors: all parameters share them. */
  let shared: RawOperations | undefined;
  return (numbers) => {
    shared?.finish([]);
    const made = new RawOperations(native);
    shared = made;
    const scalars = numbers.map((number) => made.scalar(number));
    return (parameter: Variable, gradient: Tensor, states: readonly (Tensor | undefined)[]) => {
      const raw = new RawOperations(native);
      const [moved, ...next] = arithmetic(
        raw,
        raw.input(parameter),
        raw.input(gradient),
        states.map((state) => state && raw.input(state)),
        numbers,
        scalars,
      );
      raw.replace(parameter, moved);
      for (const [index, id] of next.entries()) {
        const state = states[index];
        if (state !== undefined) raw.replace(state, id);
      }
      raw.finish([]);
    };
  };
}

/** Adam by our kernel, all parameters with the same numbers in one operation; as composed where the largest average is kept. */
function adamKernel(native: LoadedNative): WholeUpdate {
  const other = update(native, adam);
  return {
    step(updates) {
      for (const numbers of new Set(updates.map((each) => each.numbers))) {
        const same = updates.filter((each) => each.numbers === numbers);
        if (same.every(({ states }) => states[2] === undefined)) {
          adamOf(native, same);
          continue;
        }
        const one = other(numbers);
        for (const { parameter, gradient, states } of same) one(parameter, gradient, states);
      }
    },
    dispose: () => undefined,
  };
}

function adamOf(native: LoadedNative, updates: readonly ParameterStep[]): void {
  const [numbers = []] = updates.map((each) => each.numbers);
  const raw = new RawOperations(native);
  const moved = (which: number) =>
    updates.map(({ parameter, states }) => (which === 0 ? parameter : stateOf(states, which - 1)));
  const inputs = [moved(0), updates.map(({ gradient }) => gradient), moved(1), moved(2)].flat();
  const results = raw.runs(
    'OptimSchesAdam',
    [...inputs.map((each) => raw.input(each)), raw.floats([numbers.length], Float32Array.from(numbers))],
    3 * updates.length,
    integer('N', updates.length),
  );
  for (const [index, tensor] of [moved(0), moved(1), moved(2)].flat().entries())
    raw.replace(tensor, results[index] ?? Number.NaN);
  raw.finish([]);
}

function normKernel(native: LoadedNative, tensors: readonly Tensor[]): Scalar {
  const raw = new RawOperations(native);
  const inputs = tensors.map((tensor) => raw.input(tensor));
  const [result] = raw.finish([raw.run('OptimSchesNorm', inputs, integer('N', inputs.length))]);
  return result as Scalar;
}
