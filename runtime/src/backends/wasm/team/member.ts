// A helper thread of the wasm backend: computes what is up on the board until the process ends.
import { workerData } from 'node:worker_threads';
import { type CompiledKernels, kernelsOn } from '../best-kernels.js';
import type { Memory } from '../modules.js';
import { Board } from './board.js';

/** What a helper is started with. */
export interface MemberData {
  readonly memory: Memory;
  readonly compiled: CompiledKernels;
  readonly boardAt: number;
  readonly thread: number;
}

const { memory, compiled, boardAt, thread } = workerData as MemberData;
const kernels = kernelsOn(compiled, memory);
const board = new Board(memory.buffer, boardAt);
for (;;) if (!board.work(kernels, thread)) board.waitForJob();
