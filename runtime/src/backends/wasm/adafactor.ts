import type { AdafactorUpdate } from '../fused.js';
import { wasmDevice } from './device.js';

/** Adafactor in wasm: three passes over each gradient, and nothing of its size is made. */
export function adafactor(updates: readonly AdafactorUpdate[]): void {
  const { kernels, address, make, free, changed } = wasmDevice();
  for (const { parameter, gradient, states, numbers } of updates) {
    const { sign, decay, moves, floor, smallestScale, relativeStep, d } = numbers;
    const { row_var, col_var, variance } = states;
    if (row_var !== undefined && col_var !== undefined) {
      const [rows = 0, columns = 0] = parameter.shape.slice(-2);
      const sums = make([columns]);
      kernels.adafactorMatrices(
        ...[parameter, gradient, row_var, col_var, sums].map(address),
        ...[parameter.size / (rows * columns), rows, columns],
        ...[sign, decay, moves, floor, smallestScale, relativeStep, d],
      );
      free(sums);
    } else if (variance !== undefined) {
      kernels.adafactorVector(
        ...[parameter, gradient, variance].map(address),
        ...[parameter.size, sign, decay, moves, floor, smallestScale, relativeStep, d],
      );
    }
    changed(parameter);
  }
}
