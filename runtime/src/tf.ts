// The one door to TensorFlow.js: core with its gradients and the two backends that need nothing but npm. It is bundled
// to dist/tf.js, since the packages' ES modules do not load in Node as they are and the whole of tfjs is 300 MB.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
export * from '@tensorflow/tfjs-core';
