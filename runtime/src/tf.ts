// The one door to TensorFlow.js: core with its gradients and the two backends that need nothing but npm. It is bundled
// to dist/tf.js, since the packages' ES modules do not load in Node as they are and the whole of tfjs is 300 MB.
// The methods of tensors (x.add(y)), which core leaves out.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

export { BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
export * from '@tensorflow/tfjs-core';
// What gradients of several losses from one forward pass need; tfjs-core keeps it to itself.
export { getFilteredNodesXToY, type TapeNode } from '@tensorflow/tfjs-core/dist/tape.js';
