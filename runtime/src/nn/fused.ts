import type { GradSaveFunc, Tensor } from '#tf';
import * as tf from '#tf';

/** True when the running backend has the fused operation (backends/wasm/fused-ops.ts); the others compose it. */
export function hasFused(name: string): boolean {
  return Boolean(tf.getKernel(`OptimSches${name}`, tf.getBackend()));
}

/** Runs a fused operation; its results in the order that fused-ops.ts says. Inputs that are undefined are left out. */
export function runFused(
  name: string,
  inputs: Readonly<Record<string, Tensor | undefined>>,
  attrs: Readonly<Record<string, number | boolean>> = {},
): Tensor[] {
  const given = Object.entries(inputs).filter((entry): entry is [string, Tensor] => entry[1] !== undefined);
  const results = tf.engine().runKernel(`OptimSches${name}`, Object.fromEntries(given), { ...attrs });
  return (Array.isArray(results) ? results : [results]) as Tensor[];
}

/**
 * A function of `inputs` with its own gradient. `gradient` must take every tensor it needs from `saved`: what it saw
 * in `compute` is gone by then.
 */
export function withGradient(
  inputs: readonly Tensor[],
  compute: () => { readonly value: Tensor | undefined; readonly saved: readonly (Tensor | undefined)[] },
  gradient: (dy: Tensor, saved: readonly (Tensor | undefined)[]) => Tensor[],
): Tensor {
  return tf.customGrad((...args) => {
    const { value, saved } = compute();
    if (value === undefined) throw new Error('A fused operation gave no result.');
    // Tensors cannot be undefined in TensorFlow.js's list: the places of the missing ones are filled again below.
    const present = saved.filter((tensor) => tensor !== undefined);
    (args.at(-1) as GradSaveFunc)(present);
    return {
      value,
      gradFunc(dy, kept) {
        const rest = [...kept];
        return gradient(
          dy,
          saved.map((tensor) => tensor && rest.shift()),
        );
      },
    };
  })(...inputs);
}
