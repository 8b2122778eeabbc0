import { availableParallelism, cpus, totalmem } from 'node:os';
import * as tf from '#tf';
import { vectorInstructions } from '../native/processor.js';
import type { DoctorReport } from './report.js';

/** Processor, cores, vector instructions and memory of this machine. */
export async function describeMachine(): Promise<DoctorReport['machine']> {
  return {
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    simd: vectorInstructions(),
    wasmSimd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true,
    memoryBytes: totalmem(),
  };
}
