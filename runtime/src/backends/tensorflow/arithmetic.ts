import type { Raw, RawOperations } from './raw.js';

/** The new values of a parameter and of its states, in the order of the states. */
export type Moved = readonly [parameter: Raw, ...states: Raw[]];

/** The arithmetic of one update rule: as its `plain` in src/optimizers, without TensorFlow.js between. */
export type Arithmetic = (
  raw: RawOperations,
  parameter: Raw,
  gradient: Raw,
  states: readonly (Raw | undefined)[],
  numbers: readonly number[],
  scalars: readonly Raw[],
) => Moved;

/** Adam and AdamW. */
export const adam: Arithmetic = (raw, parameter, gradient, [average, square, largest], numbers, scalars) => {
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

/** SGD with momentum, dampening and Nesterov's momentum. */
export const sgd: Arithmetic = (raw, parameter, gradient, [buffer], numbers, scalars) => {
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
