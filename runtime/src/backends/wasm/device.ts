import type { TensorInfo } from '#tf';
import * as tf from '#tf';
import type { UpdateKernel } from '../fused.js';
import { compileBest, kernelsOn } from './best-kernels.js';
import type { Memory } from './modules.js';
import { type Compute, startTeam, threadCount } from './team/index.js';

/** An address in the memory of the wasm backend, in bytes. */
export type Address = number;

type KernelName =
  | UpdateKernel
  | 'adafactorMatrices'
  | 'adafactorVector'
  | 'addScaled'
  | 'attention'
  | 'attentionGrad'
  | 'bfloat16Add'
  | 'columnSums'
  | 'copy'
  | 'crossEntropy'
  | 'dot'
  | 'dropout'
  | 'gatherRows'
  | 'gemm'
  | 'layerNorm'
  | 'layerNormGrad'
  | 'muonMomentum'
  | 'muonUpdate'
  | 'put'
  | 'reluGrad'
  | 'scatterRows'
  | 'sumOfSquares'
  | 'swapMiddle'
  | 'toBfloat16'
  | 'transpose';

/** What our modules export; runtime/kernels/ says what the arguments are. */
export type Kernels = Readonly<Record<KernelName, (...args: number[]) => number>>;

/** The wasm backend of TensorFlow.js with our kernels on its memory. */
export interface WasmDevice {
  readonly kernels: Kernels;
  /** Where the tensor's numbers are. They may be elsewhere after the next tensor is made: ask anew for each call. */
  address(tensor: TensorInfo): Address;
  /** A new float32 tensor, its content undefined. */
  make(shape: readonly number[]): TensorInfo;
  /** A new float32 tensor of one value, 0 when it is not given. */
  makeFilled(shape: readonly number[], value?: number): TensorInfo;
  free(tensor: TensorInfo): void;
  /**
   * Says that the tensor's numbers were changed in place. The backend keeps packed copies of weights under the
   * tensor's number, and would go on multiplying with the old ones; under a new number it packs again.
   */
  changed(tensor: TensorInfo): void;
  /** Computes a kernel, with helper threads where there are any. */
  readonly share: Compute;
  /** How many threads compute; each can be given working memory of its own. */
  readonly threads: number;
  /** Working memory of a kernel, what `gemm` needs, the most of all; its content undefined. */
  readonly scratch: Address;
  /** Bytes of `scratch`, of which there is as much again for each helper thread behind it. */
  readonly scratchBytes: number;
  /** Whether `gemm` wants to be called for wide tiles. */
  readonly wide: boolean;
  /** How the kernels were compiled, for the reader of a log. */
  readonly text: string;
}

/** The parts of TensorFlow.js's BackendWasm that its types hide. */
interface Backend {
  readonly wasm: {
    readonly asm: { readonly memory: Memory };
    readonly tfjs: {
      registerTensor(id: number, size: number, address: Address): void;
      disposeData(id: number): void;
    };
    _malloc(bytes: number): Address;
    _free(address: Address): void;
  };
  readonly dataIdMap: { get(dataId: object): { id: number; memoryOffset: Address } };
  dataIdNextNumber: number;
  makeOutput(shape: readonly number[], dtype: 'float32'): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  disposeData(dataId: object): boolean;
}

const devices = new WeakMap<object, WasmDevice>();

/** Our kernels on the running wasm backend; compiled at the first call after its start, in a few milliseconds. */
export function wasmDevice(): WasmDevice {
  const backend = tf.backend();
  let device = devices.get(backend);
  if (device === undefined) {
    device = load(backend as unknown as Backend);
    devices.set(backend, device);
  }
  return device;
}

function load(backend: Backend): WasmDevice {
  const { memory } = backend.wasm.asm;
  const heap = {
    memory,
    allocate(bytes: number) {
      const at = backend.wasm._malloc(bytes) >>> 0;
      if (at === 0) throw new Error(`The wasm backend has no ${bytes} bytes of memory left.`);
      return at;
    },
    free: (at: Address) => backend.wasm._free(at),
  };
  const threads = threadCount(process.env);
  const { compiled, text } = compileBest(heap);
  const kernels = kernelsOn(compiled, memory);
  const scratchBytes = kernels.gemmScratch.value;
  const address = (tensor: TensorInfo) => backend.dataIdMap.get(tensor.dataId).memoryOffset;
  const make = (shape: readonly number[]) => backend.makeOutput(shape, 'float32');
  return {
    kernels,
    address,
    make,
    makeFilled(shape, value = 0) {
      const tensor = make(shape);
      backend.typedArrayFromHeap(tensor).fill(value);
      return tensor;
    },
    free: (tensor) => void backend.disposeData(tensor.dataId),
    changed(tensor) {
      const data = backend.dataIdMap.get(tensor.dataId);
      backend.wasm.tfjs.disposeData(data.id);
      data.id = backend.dataIdNextNumber++;
      backend.wasm.tfjs.registerTensor(data.id, tf.util.sizeFromShape(tensor.shape), data.memoryOffset);
    },
    share: startTeam(threads, kernels, compiled, heap),
    threads,
    scratch: heap.allocate(scratchBytes * threads),
    scratchBytes,
    wide: compiled.wideProduct !== undefined,
    text: `${text}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
  };
}
