import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import * as tf from '#tf';
import type { DoctorReport } from './report.js';

/** Of the flags that Linux tells of a processor, those of vector instructions. */
const vectorFlags = ['sse4_2', 'avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'amx_tile', 'asimd', 'sve'];

/** Processor, cores, vector instructions and memory of this machine. */
export async function describeMachine(): Promise<DoctorReport['machine']> {
  return {
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    simd: simdOfProcessor(),
    wasmSimd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true,
    memoryBytes: totalmem(),
  };
}

function simdOfProcessor(): string[] {
  let text: string;
  try {
    text = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return [];
  }
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/));
  return vectorFlags.filter((flag) => flags.has(flag));
}
