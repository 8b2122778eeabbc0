import type { OpenBackend } from './backend.js';

/** Our own shaders on a backend's device: each is compiled once, and runs after everything that was asked of the GPU before. */
export class Shaders {
  readonly #backend: OpenBackend;
  readonly #pipelines = new Map<string, GPUComputePipeline>();

  constructor(backend: OpenBackend) {
    this.#backend = backend;
  }

  /** Records one dispatch of a shader with the bindings 0, 1 and so on. `key` names the shader that `code` makes. */
  run(
    key: string,
    code: () => string,
    bindings: readonly GPUBufferBinding[],
    [x, y = 1]: readonly [x: number, y?: number],
  ): void {
    const backend = this.#backend;
    const pipeline = this.#pipeline(key, code);
    const bindGroup = backend.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: bindings.map((resource, binding) => ({ binding, resource })),
    });
    backend.ensureCommandEncoderReady();
    backend.computePassEncoder ??= backend.commandEncoder?.beginComputePass() ?? null;
    const pass = backend.computePassEncoder;
    pass?.setPipeline(pipeline);
    pass?.setBindGroup(0, bindGroup);
    pass?.dispatchWorkgroups(x, y);
  }

  /** Sends what was recorded to the GPU, which begins to work while we go on. */
  submit(): void {
    this.#backend.endComputePassEncoder();
    if (this.#backend.commandEncoder !== null) this.#backend.submitQueue();
  }

  #pipeline(key: string, code: () => string): GPUComputePipeline {
    let pipeline = this.#pipelines.get(key);
    if (pipeline === undefined) {
      const { device } = this.#backend;
      const module = device.createShaderModule({ label: key, code: code() });
      pipeline = device.createComputePipeline({
        label: key,
        layout: 'auto',
        compute: { module, entryPoint: 'main' },
      });
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }
}

/**
 * Lets each pipeline of a device ask for its layout once. TensorFlow.js asks at every operation, and gets a new object each time: an eighth
 * of what a small operation costs the processor.
 */
export function keepLayouts(device: GPUDevice): void {
  const create = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    const pipeline = create(descriptor);
    // Every shader here has one group of bindings.
    const layout = pipeline.getBindGroupLayout(0);
    pipeline.getBindGroupLayout = () => layout;
    return pipeline;
  };
}
