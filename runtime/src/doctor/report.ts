import type { GpuSight } from '../native/gpu.js';

/** What is known of a backend. */
export interface BackendReport {
  readonly name: string;
  readonly available: boolean;
  /** What it is when it is available, else why it is not. */
  readonly text: string;
  /** True for one that a training takes only when it is asked for. */
  readonly onlyWhenAsked?: boolean;
  /** What to do where it is not available and something can be done. */
  readonly help?: string;
}

/** What `doctor` finds out. */
export interface DoctorReport {
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: {
    readonly platform: string;
    readonly processor: string;
    readonly cores: number;
    /** Of the processor, as far as the system tells; and whether WebAssembly has its own. */
    readonly simd: readonly string[];
    readonly wasmSimd: boolean;
    readonly memoryBytes: number;
  };
  readonly gpu: GpuSight;
  /** Best first. */
  readonly backends: readonly BackendReport[];
  /** The backend that a training takes when none is named. */
  readonly chosen: string | undefined;
}
