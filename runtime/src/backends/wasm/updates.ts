import type { Tensor } from '#tf';
import { type FusedUpdate, type FusedUpdates, type UpdateKernel, updateKernels } from '../fused.js';
import { adafactor } from './adafactor.js';
import { type Address, wasmDevice } from './device.js';
import { muon } from './muon.js';

/** A parameter, its gradient and up to three state tensors. */
const OPERANDS = 5;
const LANES = 4;
const FLOAT = 4;

/** The update rules of backends/fused.ts in wasm, one pass over memory each. */
export const wasmUpdates: FusedUpdates = {
  ...Object.fromEntries(
    updateKernels.map((kernel): [UpdateKernel, FusedUpdate] => [kernel, (numbers) => begin(kernel, numbers)]),
  ),
  adafactor,
  muon,
  dot(a, b) {
    const { kernels, address } = wasmDevice();
    return kernels.dot(address(a), address(b), a.size);
  },
  addScaled(y, x, factor) {
    const { kernels, address } = wasmDevice();
    kernels.addScaled(address(y), address(x), y.size, factor);
  },
  sumOfSquares(tensor) {
    const { kernels, address } = wasmDevice();
    return kernels.sumOfSquares(address(tensor), tensor.size);
  },
};

/** With hundreds of small tensors, what happens here takes longer than the kernel: no list is made, no look-up repeated. */
function begin(kernel: UpdateKernel, numbers: readonly number[]): ReturnType<FusedUpdate> {
  const { kernels, address, changed, scratch } = wasmDevice();
  const update = kernels[kernel];
  const numbersAt = scratch + OPERANDS * LANES * FLOAT;
  for (const [index, number] of numbers.entries()) kernels.put(numbersAt + index * FLOAT, number);
  const at = (tensor: Tensor | undefined): Address => (tensor === undefined ? 0 : address(tensor));

  /** Up to three numbers that no vector holds, on a copy of them. */
  function updateRest(operands: readonly Address[], from: number, bytes: number) {
    const copies = operands.map((operand, index) => (operand === 0 ? 0 : scratch + index * LANES * FLOAT));
    for (const [index, copy] of copies.entries())
      if (copy !== 0) kernels.copy(copy, (operands[index] ?? 0) + from, bytes);
    const [p = 0, g = 0, a = 0, b = 0, c = 0] = copies;
    update(p, g, a, b, c, LANES, numbersAt);
    for (const [index, copy] of copies.entries())
      if (copy !== 0) kernels.copy((operands[index] ?? 0) + from, copy, bytes);
  }

  return (parameter, gradient, states) => {
    const p = address(parameter);
    const g = address(gradient);
    const a = at(states[0]);
    const b = at(states[1]);
    const c = at(states[2]);
    const left = parameter.size % LANES;
    const whole = parameter.size - left;
    if (whole > 0) update(p, g, a, b, c, whole, numbersAt);
    if (left > 0) updateRest([p, g, a, b, c], whole * FLOAT, left * FLOAT);
    changed(parameter);
  };
}
