import type { Scalar, Tensor, Variable } from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import type { FusedUpdate, FusedUpdates, ParameterStep, UpdateKernel, WholeUpdate } from '../fused.js';
import { integer, type Raw, RawOperations } from './raw.js';

/** The new values of a parameter and of its states, in the order of the states. */
type Moved = readonly [parameter: Raw, ...states: Raw[]];

/** The arithmetic of one update rule: as its `plain` in src/optimizers, without TensorFlow.js between. */
type Arithmetic = (
  raw: RawOperations,
  parameter: Raw,
  gradient: Raw,
  states: readonly (Raw | undefined)[],
  numbers: readonly number[],
  scalars: readonly Raw[],
) => Moved;

/** Update rules as a few operations of TensorFlow, and the norm of many tensors. */
export function tensorFlowUpdates(native: LoadedNative): FusedUpdates {
  const hasKernels = native.noKernels === undefined;
  const arithmetics: Partial<Record<UpdateKernel, Arithmetic>> = { adam, sgd };
  const flatUpdate = (kernel: UpdateKernel) => arithmetics[kernel] && flat(native, arithmetics[kernel]);
  return {
    adam: update(native, adam),
    sgd: update(native, sgd),
    whole: hasKernels ? (kernel) => (kernel === 'adam' ? adamKernel(native) : undefined) : flatUpdate,
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

/** All parameters with the same numbers as one vector: where an operation is dear whatever its size, as on a GPU. */
function flat(native: LoadedNative, arithmetic: Arithmetic): WholeUpdate {
  const step = (updates: readonly ParameterStep[], numbers: readonly number[]) => {
    const raw = new RawOperations(native);
    const shapes = updates.map(({ parameter }) => parameter.shape);
    const vector = (tensors: readonly Tensor[]) => raw.flatten(tensors.map((tensor) => raw.input(tensor)));
    const used = (updates[0]?.states ?? []).map((state, index) =>
      state === undefined ? undefined : updates.map(({ states }) => need(states[index])),
    );
    const parameters = updates.map(({ parameter }) => parameter);
    const moved = arithmetic(
      raw,
      vector(parameters),
      vector(updates.map(({ gradient }) => gradient)),
      used.map((tensors) => tensors && vector(tensors)),
      numbers,
      numbers.map((number) => raw.scalar(number)),
    );
    const targets = [parameters, ...used];
    for (const [index, result] of moved.entries())
      for (const [at, id] of raw.unflatten(result, shapes).entries()) {
        const tensor = targets[index]?.[at];
        if (tensor !== undefined) raw.replace(tensor, id);
      }
    raw.finish([]);
  };
  return {
    step(updates) {
      for (const numbers of new Set(updates.map((each) => each.numbers)))
        step(
          updates.filter((each) => each.numbers === numbers),
          numbers,
        );
    },
    dispose: () => undefined,
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
    updates.map(({ parameter, states }) => (which === 0 ? parameter : need(states[which - 1])));
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

function need(state: Tensor | undefined): Tensor {
  if (state === undefined) throw new Error('A parameter has no moving averages.');
  return state;
}

const adam: Arithmetic = (raw, parameter, gradient, [average, square, largest], numbers, scalars) => {
  const [sign, weightDecay, decay, rest1] = numbers;
  const [
    signAt = 0,
    weightDecayAt = 0,
    decayAt = 0,
    rest1At = 0,
    beta2 = 0,
    rest2 = 0,
    step = 0,
    root = 0,
    eps = 0,
  ] = scalars;
  const p = decay === 1 ? parameter : raw.float('Mul', parameter, decayAt);
  let g = sign === 1 ? gradient : raw.float('Mul', gradient, signAt);
  if (weightDecay !== 0) g = raw.float('AddV2', g, raw.float('Mul', p, weightDecayAt));
  const m = lerp(raw, average ?? 0, g, rest1 ?? 0, rest1At);
  const v = raw.float(
    'AddV2',
    raw.float('Mul', square ?? 0, beta2),
    raw.float('Mul', raw.float('Mul', g, rest2), g),
  );
  const most = largest === undefined ? v : raw.float('Maximum', largest, v);
  const denominator = raw.float('AddV2', raw.float('RealDiv', raw.float('Sqrt', most), root), eps);
  const moved = raw.float('Sub', p, raw.float('RealDiv', raw.float('Mul', m, step), denominator));
  return largest === undefined ? [moved, m, v] : [moved, m, v, most];
};

const sgd: Arithmetic = (raw, parameter, gradient, [buffer], numbers, scalars) => {
  const [sign, weightDecay, first, momentum, , nesterov] = numbers;
  const [signAt = 0, weightDecayAt = 0, , momentumAt = 0, dampeningRest = 0, , lr = 0] = scalars;
  let g = sign === 1 ? gradient : raw.float('Mul', gradient, signAt);
  if (weightDecay !== 0) g = raw.float('AddV2', g, raw.float('Mul', parameter, weightDecayAt));
  if (momentum === 0 || buffer === undefined) return [raw.float('Sub', parameter, raw.float('Mul', g, lr))];
  const moved =
    first === 1
      ? raw.float('Identity', g)
      : raw.float('AddV2', raw.float('Mul', buffer, momentumAt), raw.float('Mul', g, dampeningRest));
  const step = nesterov === 1 ? raw.float('AddV2', g, raw.float('Mul', moved, momentumAt)) : moved;
  return [raw.float('Sub', parameter, raw.float('Mul', step, lr)), moved];
};

/** `lerp` of src/optimizers/tensor-math.ts. */
function lerp(raw: RawOperations, from: Raw, to: Raw, weight: number, weightAt: Raw): Raw {
  const difference = raw.float('Sub', to, from);
  if (Math.abs(weight) < 0.5) return raw.float('AddV2', from, raw.float('Mul', difference, weightAt));
  return raw.float('Sub', to, raw.float('Mul', difference, raw.scalar(1 - Math.fround(weight))));
}

function normKernel(native: LoadedNative, tensors: readonly Tensor[]): Scalar {
  const raw = new RawOperations(native);
  const inputs = tensors.map((tensor) => raw.input(tensor));
  const [result] = raw.finish([raw.run('OptimSchesNorm', inputs, integer('N', inputs.length))]);
  return result as Scalar;
}

function flatNorm(native: LoadedNative, tensors: readonly Tensor[]): Scalar {
  const raw = new RawOperations(native);
  const half = raw.float('L2Loss', raw.flatten(tensors.map((tensor) => raw.input(tensor))));
  const [result] = raw.finish([raw.float('Sqrt', raw.float('AddV2', half, half))]);
  return result as Scalar;
}
