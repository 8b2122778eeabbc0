// Fused operations of src/nn as kernels of the wasm backend. Each does in one or two passes over memory what would be
// five to twenty TensorFlow.js operations; the functions of src/nn say what they compute, and are their only callers.
import type { KernelFunc, TensorInfo } from '#tf';
import * as tf from '#tf';
import { attention, attentionGrad } from './attention.js';
import { wasmDevice } from './device.js';
import { gemm } from './matmul.js';

let registered = false;

/** Registers the fused operations. Once is enough; a second call does nothing. */
export function registerFusedOps(): void {
  if (registered) return;
  registered = true;
  for (const [name, kernelFunc] of Object.entries(operations)) {
    tf.registerKernel({ kernelName: `OptimSches${name}`, backendName: 'wasm', kernelFunc });
  }
}

type Inputs = Readonly<Record<string, TensorInfo>>;
type Attrs = Readonly<Record<string, number | boolean>>;

function operation(compute: (inputs: Inputs, attrs: Attrs) => TensorInfo | TensorInfo[]): KernelFunc {
  return ({ inputs, attrs }) => compute(inputs as Inputs, (attrs ?? {}) as Attrs);
}

/** A required input: TensorFlow.js keeps them by name and cannot promise that it is there. */
function need(tensor: TensorInfo | undefined): TensorInfo {
  if (tensor === undefined) throw new Error('A fused operation was called without one of its inputs.');
  return tensor;
}

function rowsAndColumns(tensor: TensorInfo): [rows: number, columns: number] {
  const [rows = 0, columns = 0] = tensor.shape;
  return [rows, columns];
}

const operations: Record<string, KernelFunc> = {
  Linear: operation(({ x, w, bias }, { relu }) =>
    gemm(need(x), need(w), false, false, { bias, relu: relu === true }),
  ),

  // [dx, dw, dbias]; `y`, the result, is given when it was rectified.
  LinearGrad: operation((inputs) => {
    const { kernels, address, make, free } = wasmDevice();
    const [x, w, dy] = [need(inputs.x), need(inputs.w), need(inputs.dy)];
    const [rows, columns] = rowsAndColumns(dy);
    let dz = dy;
    if (inputs.y !== undefined) {
      dz = make(dy.shape);
      kernels.reluGrad(address(dy), address(inputs.y), address(dz), rows * columns);
    }
    const dx = gemm(dz, w, false, true);
    const dw = gemm(x, dz, true, false);
    const dBias = make([columns]);
    kernels.columnSums(address(dz), address(dBias), rows, columns);
    if (dz !== dy) free(dz);
    return [dx, dw, dBias];
  }),

  // [y, mean, scale]
  LayerNorm: operation(({ x, gamma, beta }, { eps }) => {
    const { kernels, address, make } = wasmDevice();
    const [rows, columns] = rowsAndColumns(need(x));
    const [y, mean, scale] = [make([rows, columns]), make([rows]), make([rows])];
    const args = [need(x), need(gamma), need(beta), y, mean, scale].map(address);
    kernels.layerNorm(...args, rows, columns, Number(eps));
    return [y, mean, scale];
  }),

  // [dx, dgamma, dbeta]
  LayerNormGrad: operation(({ dy, x, gamma, mean, scale }) => {
    const { kernels, address, make, makeFilled } = wasmDevice();
    const [rows, columns] = rowsAndColumns(need(x));
    const [dx, dGamma, dBeta] = [make([rows, columns]), makeFilled([columns]), makeFilled([columns])];
    const args = [need(dy), need(x), need(gamma), need(mean), need(scale), dx, dGamma, dBeta].map(address);
    kernels.layerNormGrad(...args, rows, columns);
    return [dx, dGamma, dBeta];
  }),

  // [o, probabilities]; q is [B*T,d], kv is [B*S,2d], keys in the first half of its columns, values in the second.
  Attention: operation(({ q, kv, lengths }, attrs) => attention(need(q), need(kv), lengths, attrs)),

  // [dq, dkv]
  AttentionGrad: operation(({ dO, q, kv, probabilities, lengths }, attrs) =>
    attentionGrad(need(dO), need(q), need(kv), need(probabilities), lengths, attrs),
  ),

  // [loss, gradient]
  CrossEntropy: operation(({ logits, targets }, { ignore, weight }) => {
    const { kernels, address, make, makeFilled, free } = wasmDevice();
    const [rows, columns] = rowsAndColumns(need(logits));
    const gradient = make([rows, columns]);
    const scratch = make([columns + 16]);
    const sum = kernels.crossEntropy(
      ...[need(logits), need(targets), gradient, scratch].map(address),
      ...[rows, columns, Number(ignore), Number(weight)],
    );
    free(scratch);
    return [makeFilled([], sum * Number(weight)), gradient];
  }),

  GatherRows: operation(({ ids, table }, { scale }) => {
    const { kernels, address, make } = wasmDevice();
    const [n] = rowsAndColumns(need(ids));
    const [, columns] = rowsAndColumns(need(table));
    const o = make([n, columns]);
    kernels.gatherRows(address(need(ids)), address(need(table)), address(o), n, columns, Number(scale));
    return o;
  }),

  ScatterRows: operation(({ ids, dy }, { rows, scale }) => {
    const { kernels, address, makeFilled } = wasmDevice();
    const [n, columns] = rowsAndColumns(need(dy));
    const o = makeFilled([Number(rows), columns]);
    kernels.scatterRows(address(need(ids)), address(need(dy)), address(o), n, columns, Number(scale));
    return o;
  }),

  Dropout: operation(({ x }, { seed, threshold, scale }) => {
    const { kernels, address, make } = wasmDevice();
    const o = make(need(x).shape);
    const size = tf.util.sizeFromShape(need(x).shape);
    kernels.dropout(address(need(x)), address(o), size, Number(seed), Number(threshold), Number(scale));
    return o;
  }),
};
