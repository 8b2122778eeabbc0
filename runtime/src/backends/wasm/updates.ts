import { type FusedUpdate, type FusedUpdates, type UpdateKernel, updateKernels } from '../fused.js';
import { type Address, wasmDevice } from './device.js';

const LANES = 4;
const FLOAT = 4;

/** The update rules of backends/fused.ts in wasm, one pass over memory each. */
export const wasmUpdates: FusedUpdates = {
  ...Object.fromEntries(
    updateKernels.map((kernel) => [kernel, (updates: readonly FusedUpdate[]) => runAll(kernel, updates)]),
  ),
  sumOfSquares(tensor) {
    const { kernels, address } = wasmDevice();
    return kernels.sumOfSquares(address(tensor), tensor.size);
  },
};

function runAll(kernel: UpdateKernel, updates: readonly FusedUpdate[]): void {
  const { address, changed } = wasmDevice();
  for (const { parameter, gradient, states, numbers } of updates) {
    const operands = [parameter, gradient, ...states].map((tensor) => (tensor ? address(tensor) : 0));
    run(kernel, operands, parameter.size, numbers);
    changed(parameter);
  }
}

/** A kernel does whole vectors; up to three numbers that are left over it does on a copy of them. */
function run(kernel: UpdateKernel, operands: readonly Address[], size: number, numbers: readonly number[]) {
  const { kernels, scratch } = wasmDevice();
  const left = size % LANES;
  const whole = size - left;
  if (whole > 0) kernels[kernel](...operands, whole, ...numbers);
  if (left === 0) return;
  const pairs = operands.map((operand, index) => ({
    there: operand === 0 ? 0 : operand + whole * FLOAT,
    here: operand === 0 ? 0 : scratch + index * LANES * FLOAT,
  }));
  for (const { there, here } of pairs) if (here !== 0) kernels.copy(here, there, left * FLOAT);
  kernels[kernel](...pairs.map(({ here }) => here), LANES, ...numbers);
  for (const { there, here } of pairs) if (here !== 0) kernels.copy(there, here, left * FLOAT);
}
