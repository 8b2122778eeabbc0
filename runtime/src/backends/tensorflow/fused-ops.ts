// Fused operations of src/nn as kernels of the backend tensorflow. The functions of src/nn say what they compute, and are
// their only callers.
import type { KernelFunc, TensorInfo } from '#tf';
import * as tf from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import { composed } from './composed.js';
import { kernels } from './kernels.js';
import { type Raw, RawOperations } from './raw.js';

type Inputs = Readonly<Record<string, TensorInfo>>;
/** The attributes of a fused operation by name. */
export type Attrs = Readonly<Record<string, number | boolean>>;

/** Computes the results of a fused operation, in the order that src/nn expects. */
export type Compute = (raw: RawOperations, inputs: RawInputs, attrs: Attrs) => Raw[];

/** The inputs of a fused operation by name, with their shapes. */
export interface RawInputs {
  /** A required input. */
  need(name: string): Raw;
  /** Undefined when it was not given. */
  find(name: string): Raw | undefined;
  shape(name: string): readonly number[];
}

let registered = false;

/** Registers the fused operations. Once is enough; a second call does nothing. */
export function registerFusedOps(native: LoadedNative): void {
  if (registered) return;
  registered = true;
  const operations = native.noKernels === undefined ? { ...composed, ...kernels } : composed;
  for (const [name, compute] of Object.entries(operations)) {
    const kernelFunc: KernelFunc = ({ inputs, attrs }) => {
      const raw = new RawOperations(native);
      return raw.finish(compute(raw, rawInputs(raw, inputs as Inputs), (attrs ?? {}) as Attrs));
    };
    tf.registerKernel({ kernelName: `OptimSches${name}`, backendName: 'tensorflow', kernelFunc });
  }
}

function rawInputs(raw: RawOperations, inputs: Inputs): RawInputs {
  const find = (name: string) => inputs[name] && raw.input(inputs[name]);
  return {
    find,
    need(name) {
      const id = find(name);
      if (id === undefined) throw new Error(`A fused operation was called without its input "${name}".`);
      return id;
    },
    shape: (name) => inputs[name]?.shape ?? [],
  };
}
