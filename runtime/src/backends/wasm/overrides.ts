// Kernels of TensorFlow.js that ours replace, for the shapes where they are faster; everything else goes on to the
// original. On 4.22 a matrix product with a transposed operand or a batch, as every gradient of one, takes 10 to 40
// times as long as a plain one.
import type { BatchMatMulAttrs, KernelFunc, SumAttrs, TensorInfo, TransposeAttrs } from '#tf';
import * as tf from '#tf';
import { wasmDevice } from './device.js';
import { matMul } from './matmul.js';

let installed = false;

/** Puts our kernels before those of the wasm backend. Once is enough; a second call does nothing. */
export function installOverrides(): void {
  if (installed) return;
  installed = true;
  override('BatchMatMul', ({ inputs, attrs }) => {
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = attrs as unknown as BatchMatMulAttrs;
    return matMul(a, b, transposeA, transposeB);
  });
  override('Transpose', ({ inputs, attrs }) => {
    const { x } = inputs as { x: TensorInfo };
    return transpose(x, (attrs as unknown as TransposeAttrs).perm);
  });
  override('Sum', ({ inputs, attrs }) => {
    const { x } = inputs as { x: TensorInfo };
    const { axis, keepDims } = attrs as unknown as SumAttrs;
    return sumOverRows(x, axis, keepDims);
  });
  // The original copies; every tensor kept for a gradient goes through it. On the other backends a clone shares memory.
  override('Identity', ({ inputs, backend }) => {
    const { dataId, shape, dtype } = (inputs as { x: TensorInfo }).x;
    if (dtype === 'string') return undefined;
    (backend as tf.BackendWasm).incRef(dataId);
    return { dataId, shape, dtype };
  });
}

/** `ours` answers undefined for what it leaves to the original. */
function override(name: string, ours: (...args: Parameters<KernelFunc>) => TensorInfo | undefined): void {
  const original = tf.getKernel(name, 'wasm');
  if (original === undefined) throw new Error(`The wasm backend of TensorFlow.js has no kernel ${name}.`);
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...original, kernelFunc: (args) => ours(args) ?? original.kernelFunc(args) });
}

function transpose(x: TensorInfo, perm: readonly number[]): TensorInfo | undefined {
  if (x.dtype !== 'float32') return undefined;
  const { kernels, address, make } = wasmDevice();
  const [a = 0, b = 0, c = 0, d = 0] = x.shape;
  const order = perm.join();
  if (order === '1,0') {
    const out = make([b, a]);
    kernels.transpose(address(x), address(out), a, b);
    return out;
  }
  if (order === '0,2,1,3' && d % 4 === 0) {
    const out = make([a, c, b, d]);
    kernels.swapMiddle(address(x), address(out), a, b, c, d);
    return out;
  }
  return undefined;
}

function sumOverRows(x: TensorInfo, axis: number | number[], keepDims: boolean): TensorInfo | undefined {
  const axes = Array.isArray(axis) ? axis : [axis];
  const [rows = 0, columns = 0] = x.shape;
  if (x.dtype !== 'float32' || x.shape.length !== 2 || axes.length !== 1 || axes[0] !== 0) return undefined;
  const { kernels, address, make } = wasmDevice();
  const out = make(keepDims ? [1, columns] : [columns]);
  kernels.columnSums(address(x), address(out), rows, columns);
  return out;
}
