import type { OpenBackend } from './backend.js';
import { FlatGradients } from './gradients.js';
import { Places } from './places.js';
import { Shaders } from './shaders.js';

/** A WebGPU backend of TensorFlow.js with what our own shaders need. */
export class WebGpuDevice {
  readonly places: Places;
  readonly shaders: Shaders;
  readonly gradients: FlatGradients;

  constructor(backend: OpenBackend) {
    this.places = new Places(backend);
    this.shaders = new Shaders(backend);
    this.gradients = new FlatGradients(this.places);
  }
}
