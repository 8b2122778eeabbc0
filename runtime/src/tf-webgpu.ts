// TensorFlow.js's backend for WebGPU: a second file beside tf.ts, bundled to dist/tf-webgpu.js and loaded when the backend is asked
// for. It holds no TensorFlow.js of its own: it is bundled to use that of dist/tf.js.
import '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels.js';

export { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
export { provideGpu } from './webgpu/globals.js';
