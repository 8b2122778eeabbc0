// Kernels of TensorFlow.js's WebGPU backend that are wrong in version 4.22, replaced; and those that it lacks, refused with a word on what
// to do. Each was found by TensorFlow.js's own tests.
import type { CumsumAttrs, GatherV2Attrs, KernelFunc, ProdAttrs, TensorInfo } from '#tf';
import * as tf from '#tf';
import type { WebGpuDevice } from './device.js';
import { type Cumulative, cumulativeLanes, cumulativeShader } from './wgsl/cumulative.js';
import { rowsAcross } from './wgsl/updates.js';

/** Puts our kernels in the places of those, once for a process. */
export function installOverrides(device: WebGpuDevice): void {
  // The compiled shader of a reverse total is kept for its first length, and used for every other.
  replace('Cumsum', () => (args) => cumulative(device, '+', args));
  replace('Cumprod', () => (args) => cumulative(device, '*', args));
  // Small products of numbers that are not on the GPU yet forget `keepDims`.
  replace('Prod', (original) => (args) => {
    const { axis, keepDims } = args.attrs as unknown as ProdAttrs;
    const { shape } = (args.inputs as { x: TensorInfo }).x;
    const product = original(args) as TensorInfo;
    if (!keepDims) return product;
    const axes = tf.util.parseAxisParam(axis, [...shape]);
    return { ...product, shape: shape.map((length, at) => (axes.includes(at) ? 1 : length)) };
  });
  // The shader of a count over a matrix does not compile: it takes the numbers as a list.
  replace('Bincount', (original) => ({ inputs, ...rest }) => {
    const flat = (tensor: TensorInfo) => ({ ...tensor, shape: [tf.util.sizeFromShape(tensor.shape)] });
    const { x, weights } = inputs as { x: TensorInfo; weights: TensorInfo };
    return original({ ...rest, inputs: { x: flat(x), weights: flat(weights) } });
  });
  // A wrong index is 0 on the GPU. Where indices come from JavaScript, as those of a batch, they can be looked at.
  replace('GatherV2', (original) => (args) => {
    checkIndices(
      device,
      args.inputs as { x: TensorInfo; indices: TensorInfo },
      args.attrs as unknown as GatherV2Attrs,
    );
    return original(args);
  });
  for (const name of missingKernels()) refuse(name);
}

/** The kernels that the backend `cpu` has and this one lacks. */
export function missingKernels(): string[] {
  const names = (backend: string) => tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  const own = new Set(names('webgpu'));
  return names('cpu').filter((name) => !own.has(name));
}

function replace(name: string, make: (original: KernelFunc) => KernelFunc): void {
  const original = tf.getKernel(name, 'webgpu');
  if (original === undefined) throw new Error(`The WebGPU backend of TensorFlow.js has no kernel ${name}.`);
  tf.unregisterKernel(name, 'webgpu');
  tf.registerKernel({ ...original, kernelFunc: make(original.kernelFunc) });
}

function refuse(kernelName: string): void {
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: () => {
      throw new Error(
        `TensorFlow.js has no ${kernelName} on WebGPU. Write it with other operations, or train with --backend wasm or --backend cpu.`,
      );
    },
  });
}

function cumulative(
  { places, shaders }: WebGpuDevice,
  operation: Cumulative['operation'],
  { inputs, attrs }: Parameters<KernelFunc>[0],
): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  const { axis, exclusive, reverse } = attrs as unknown as CumsumAttrs;
  const y = places.backend.makeTensorInfo(x.shape, x.dtype);
  const size = tf.util.sizeFromShape(x.shape);
  const at = tf.util.parseAxisParam(axis, [...x.shape])[0] ?? 0;
  if (size === 0) return places.backend.makeTensorInfo(x.shape, x.dtype, new Float32Array());
  const length = x.shape[at] ?? 1;
  const inner = tf.util.sizeFromShape(x.shape.slice(at + 1));
  const shape = places.backend.makeTensorInfo(
    [3],
    'int32',
    Int32Array.of(size / length / inner, length, inner),
  );
  const type = x.dtype === 'float32' ? 'f32' : 'i32';
  const groups = Math.ceil(size / length / cumulativeLanes);
  shaders.run(
    `cumulative ${operation} ${exclusive} ${reverse} ${type}`,
    () => cumulativeShader({ operation, exclusive, reverse, type }),
    [x, y, shape].map((tensor) => places.of(tensor)),
    [Math.min(groups, rowsAcross), Math.ceil(groups / rowsAcross)],
  );
  places.backend.disposeData(shape.dataId);
  return y;
}

function checkIndices(
  { places }: WebGpuDevice,
  { x, indices }: { readonly x: TensorInfo; readonly indices: TensorInfo },
  { axis }: GatherV2Attrs,
): void {
  const { values } = places.backend.tensorMap.get(indices.dataId);
  if (values == null) return;
  const length = x.shape[tf.util.parseAxisParam(axis, [...x.shape])[0] ?? 0] ?? 0;
  const wrong = values.find((index) => !(index >= 0 && index < length));
  if (wrong !== undefined) throw new Error(`GatherV2: the index value ${wrong} is not in [0, ${length - 1}]`);
}
