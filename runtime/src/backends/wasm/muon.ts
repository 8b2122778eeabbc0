import type { TensorInfo } from '#tf';
import type { MuonUpdate } from '../fused.js';
import { wasmDevice } from './device.js';
import { gemm } from './matmul.js';

/** Muon in wasm: the roundings of bfloat16 cost one pass each over what a matrix product has just made. */
export function muon(updates: readonly MuonUpdate[]): void {
  const { kernels, address, free, changed } = wasmDevice();
  for (const update of updates) {
    const { parameter, numbers } = update;
    const orthogonal = orthogonalized(update);
    kernels.muonUpdate(
      ...[address(parameter), address(orthogonal), parameter.size],
      ...[numbers.decay, numbers.lr],
    );
    free(orthogonal);
    changed(parameter);
  }
}

/** The update by Newton-Schulz iterations, with the parameter's shape. The caller frees it. */
function orthogonalized(update: MuonUpdate): TensorInfo {
  const { kernels, address, free } = wasmDevice();
  const { parameter, coefficients, numbers } = update;
  const [rows = 0, columns = 0] = parameter.shape;
  const [a, b, c] = coefficients;
  const isTall = rows > columns;
  const small = Math.min(rows, columns);

  let x = moment(update);
  if (isTall) x = transposed(x, rows, columns);
  const norm = bfloat16(Math.sqrt(kernels.sumOfSquares(address(x), parameter.size)));
  kernels.toBfloat16(address(x), parameter.size, Math.max(norm, bfloat16(numbers.smallestNorm)));
  for (let iteration = 0; iteration < numbers.iterations; iteration++) {
    const gram = gemm(x, x, false, true);
    kernels.toBfloat16(address(gram), small * small, 1);
    const factor = gemm(gram, gram, false, false);
    kernels.bfloat16Add(address(factor), c, address(gram), b, small * small);
    const next = gemm(factor, x, false, false);
    kernels.bfloat16Add(address(next), 1, address(x), a, parameter.size);
    for (const used of [x, gram, factor]) free(used);
    x = next;
  }
  return isTall ? transposed(x, columns, rows) : x;
}

/** Moves the momentum buffer; the update before it is made orthogonal. */
function moment({ parameter, gradient, buffer, nesterov, numbers }: MuonUpdate): TensorInfo {
  const { kernels, address, make } = wasmDevice();
  const x = make(parameter.shape);
  kernels.muonMomentum(
    ...[gradient, buffer, x].map(address),
    ...[parameter.size, numbers.momentum, numbers.momentumRest, nesterov ? 1 : 0],
  );
  return x;
}

function transposed(x: TensorInfo, rows: number, columns: number): TensorInfo {
  const { kernels, address, make, free } = wasmDevice();
  const turned = make([columns, rows]);
  kernels.transpose(address(x), address(turned), rows, columns);
  free(x);
  return turned;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest number of bfloat16, ties to even. */
function bfloat16(x: number): number {
  float[0] = x;
  const [value = 0] = bits;
  bits[0] = (value + 0x7fff + ((value >>> 16) & 1)) & 0xffff0000;
  return float[0] ?? Number.NaN;
}
