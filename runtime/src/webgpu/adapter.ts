/** What is known of a GPU, or of what stands in for one. */
export interface AdapterSight {
  readonly vendor: string;
  readonly architecture: string;
  /** True where the processor does the work of a GPU: for tests, slower than wasm. */
  readonly isSoftware: boolean;
  /** In one line, for a reader. */
  readonly text: string;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** The names of drivers that compute on the processor, for those that do not say so. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/i;

/** Vendor, architecture and driver of an adapter as WebGPU tells them; each may be empty. */
export function seeAdapter(adapter: GPUAdapter): AdapterSight {
  const { info } = adapter as unknown as { info: AdapterInfo };
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const isSoftware =
    isFallbackAdapter === true || softwareNames.test([vendor, architecture, device, description].join(' '));
  const name = [vendor, architecture].filter((each) => each !== '').join(' ') || 'a GPU without a name';
  const kind = isSoftware ? 'software on the processor, no GPU' : 'hardware';
  const text = `${name}${description === '' ? '' : ` (${description})`}, ${kind}`;
  return { vendor, architecture, isSoftware, text };
}
