import { type AdapterSight, seeAdapter } from './adapter.js';
import { type Dawn, loadDawn } from './dawn.js';

/** Dawn with the adapter that it offers first. */
export interface OpenGpu {
  readonly dawn: Dawn;
  readonly adapter: GPUAdapter;
  readonly sight: AdapterSight;
}

/** Dawn loads, and there is no GPU for it; `message` says what to do. */
export class NoGpuError extends Error {
  override readonly name = 'NoGpuError';
}

let opened: { readonly file: string; readonly gpu: Promise<OpenGpu> } | undefined;

/**
 * Loads Dawn and asks it for the best adapter; once in a process, a second call answers the same. Throws a `NoGpuError` where there is
 * none, and what the system's loader says when Dawn does not load.
 */
export async function openGpu(file: string): Promise<OpenGpu> {
  if (opened?.file !== file) opened = { file, gpu: open(file) };
  return opened.gpu;
}

async function open(file: string): Promise<OpenGpu> {
  const dawn = loadDawn(file);
  const { gpu, events } = dawn;
  const adapter = await events.settled(() => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (adapter === null) throw new NoGpuError(noGpu());
  return { dawn, adapter, sight: seeAdapter(adapter) };
}

function noGpu(): string {
  const where = process.env.VK_ICD_FILENAMES;
  const named = where === undefined ? '' : ` That variable names ${where} now.`;
  const what =
    process.platform === 'linux'
      ? `It needs a Vulkan driver for it (of NVIDIA, AMD or Intel; Mesa newer than the 22.3 of Debian 12) and the library libvulkan.so.1 (Debian and Ubuntu: apt install libvulkan1). "vulkaninfo --summary" shows what is there; the variable VK_ICD_FILENAMES names the .json file of a driver that is not in /usr/share/vulkan/icd.d.${named}`
      : 'It needs a current driver of the GPU.';
  return `WebGPU sees no GPU here. ${what} The backend wasm needs none.`;
}
