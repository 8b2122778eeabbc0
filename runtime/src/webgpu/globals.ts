// What TensorFlow.js's WebGPU backend expects a browser to have as global names. scripts/bundle.mjs puts these variables in their
// place within dist/tf-webgpu.js, so that no name of the process changes: another library that looks for `navigator.gpu` must not
// take this Node for a browser. Names that only pictures and canvases need are left out.

/** Dawn's `globals`, as far as the bundle needs them. */
export type GpuGlobals = Readonly<
  Record<'GPUBuffer' | 'GPUTexture' | 'GPUBufferUsage' | 'GPUTextureUsage' | 'GPUMapMode', unknown>
>;

export let GPUBuffer: unknown;
export let GPUTexture: unknown;
export let GPUBufferUsage: unknown;
export let GPUTextureUsage: unknown;
export let GPUMapMode: unknown;

/** In the place of `globalThis.navigator`: the backend asks whether there is a `gpu`, and is only made where one is. */
export const webGpuNavigator = { gpu: true };

/** Gives the bundled backend the names that it expects. Called once, before a backend is made. */
export function provideGpu(globals: GpuGlobals): void {
  ({ GPUBuffer, GPUTexture, GPUBufferUsage, GPUTextureUsage, GPUMapMode } = globals);
}
