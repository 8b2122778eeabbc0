import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type { KernelBackend, TensorInfo } from '#tf';
import * as tf from '#tf';
import { commonJsLoader } from './commonjs.js';
import type { Binding, GraphFunctions, TensorMetadata } from './graph/binding.js';
import { LazyBinding } from './graph/lazy-binding.js';
import { vectorInstructions } from './processor.js';

/** The parts of a set-up, relative to its folder. */
export const parts = {
  javascript: 'js/dist',
  binding: 'tfjs_binding.node',
  graphs: 'graphs.node',
  kernels: 'kernels.node',
  libraries: 'lib',
} as const;

/** What runs. */
export interface NativeFacts {
  /** The version that TensorFlow itself tells. */
  readonly tensorflow: string;
  /** Whether tensors live on a GPU. */
  readonly gpu: boolean;
  /** Why our own kernels for the processor are not there; undefined when they are. */
  readonly noKernels?: string | undefined;
}

/** What runs, and the way to it. */
export interface LoadedNative extends NativeFacts {
  /** What all tensors go through. */
  readonly binding: LazyBinding;
  /** The id of a tensor of TensorFlow.js in the binding. */
  inputId(tensor: TensorInfo): number;
  /** A tensor of TensorFlow.js from one of the binding, which it takes over. */
  makeTensor(metadata: TensorMetadata): TensorInfo;
  /** Puts a tensor of the binding in the place of what a tensor of TensorFlow.js holds, which is freed. */
  replace(tensor: TensorInfo, by: number): void;
}

interface NodeBackend extends KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: { get(dataId: object): { id: number; values: unknown } };
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): TensorInfo;
}

type NodeBackendClass = new (binding: Binding, packageName: string) => NodeBackend;

/** What TensorFlow and CUDA read from the environment, where the user has not said otherwise. */
const defaults = {
  // Else TensorFlow greets on standard error with what the processor can do.
  TF_CPP_MIN_LOG_LEVEL: '2',
  // Else it takes all of a GPU's memory at once, whatever it needs.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Matrix products in float32, as in PyTorch, and not in the 10 bits that TensorFlow would take on current GPUs.
  NVIDIA_TF32_OVERRIDE: '0',
} as const;

let loaded: { readonly folder: string; readonly native: LoadedNative } | undefined;

/**
 * Loads the TensorFlow of a set-up into this process and registers it with our TensorFlow.js as the backend
 * `tensorflow`; whoever calls makes it the current one. A second call for the same folder does nothing. Throws what the
 * system's loader says when a library is missing or not for this machine.
 */
export function loadNative(folder: string): LoadedNative {
  if (loaded !== undefined) {
    if (loaded.folder === folder) return loaded.native;
    throw new Error(`This process runs the TensorFlow of ${loaded.folder} already, and can load no other.`);
  }
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
  const binding = createRequire(import.meta.url)(join(folder, parts.binding)) as Binding;
  const load = commonJsLoader({
    '@tensorflow/tfjs': tensorFlowJs(),
    '@tensorflow/tfjs-core': tensorFlowJs(),
    // Node 23 has removed two functions that this version of tfjs-node uses.
    util: { ...util, isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray },
    // Messages of saved models, which nothing here reads; they would need another package.
    './proto/api_pb': {},
  });
  const { NodeJSKernelBackend } = load(join(folder, parts.javascript, 'nodejs_kernel_backend.js')) as {
    NodeJSKernelBackend: NodeBackendClass;
  };
  load(join(folder, parts.javascript, 'register_all_kernels.js'));
  const lazy = new LazyBinding(binding, loadGraphs(folder));
  const backend = new NodeJSKernelBackend(lazy.facade, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', () => backend);
  const native: LoadedNative = {
    tensorflow: binding.TF_Version,
    gpu: backend.isUsingGpuDevice,
    binding: lazy,
    noKernels: backend.isUsingGpuDevice ? 'they are for the processor' : loadKernels(folder),
    inputId: (tensor) => backend.getInputTensorIds([tensor])[0] ?? Number.NaN,
    makeTensor: (metadata) => backend.createOutputTensor(metadata),
    replace(tensor, by) {
      const held = backend.tensorMap.get(tensor.dataId);
      if (held.id >= 0) lazy.facade.deleteTensor(held.id);
      held.id = by;
      held.values = null;
    },
  };
  loaded = { folder, native };
  return native;
}

/** What makes functions of graphs in the binding's TensorFlow (runtime/native-graphs). */
function loadGraphs(folder: string): GraphFunctions {
  const graphs = createRequire(import.meta.url)(join(folder, parts.graphs)) as GraphFunctions & {
    open(binding: string): void;
  };
  graphs.open(join(folder, parts.binding));
  return graphs;
}

/** Tells TensorFlow of our kernels (runtime/native-kernels); answers why it cannot. */
function loadKernels(folder: string): string | undefined {
  if (process.env.OPTIM_SCHES_NATIVE_KERNELS === 'off') return 'OPTIM_SCHES_NATIVE_KERNELS=off';
  // They are compiled for these, and another machine may share the folder.
  const has = vectorInstructions();
  if (!has.includes('avx2') || !has.includes('fma')) return 'this processor has no AVX2';
  const { problem } = createRequire(import.meta.url)(join(folder, parts.kernels)) as { problem: string };
  return problem === '' ? undefined : problem;
}

/** Our TensorFlow.js as tfjs-node's code of 2012's JavaScript can use it: it calls the class it extends as a function. */
function tensorFlowJs(): object {
  function KernelBackendFunction() {}
  KernelBackendFunction.prototype = tf.KernelBackend.prototype;
  return { ...tf, KernelBackend: KernelBackendFunction };
}
