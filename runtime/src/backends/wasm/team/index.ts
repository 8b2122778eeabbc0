import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CompiledKernels, Heap } from '../best-kernels.js';
import type { Kernels } from '../device.js';
import { Board, boardBytes, type Job, type SharedKernel } from './board.js';
import type { MemberData } from './member.js';

export type { Job, SharedKernel } from './board.js';

/** More than these were not measured. */
const MOST_THREADS = 4;

/**
 * Threads that the wasm backend takes: one for each core that this process may use, at most 4, or `OPTIM_SCHES_THREADS`.
 * Throws when that is no number from 1 to 4.
 */
export function threadCount(env: NodeJS.ProcessEnv): number {
  const { OPTIM_SCHES_THREADS: wish } = env;
  if (wish === undefined || wish === '') return Math.min(MOST_THREADS, availableParallelism());
  const threads = Number(wish);
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new Error(`OPTIM_SCHES_THREADS is a number of threads from 1 to ${MOST_THREADS}, not "${wish}".`);
}

/** Computes a job, alone or with helpers. */
export type Compute = (job: Job) => void;

/** Starts `threads` - 1 helper threads. The process can end while they wait. */
export function startTeam(
  threads: number,
  kernels: Pick<Kernels, SharedKernel>,
  compiled: CompiledKernels,
  heap: Heap,
): Compute {
  if (threads === 1) return ({ kernel, args }) => void kernels[kernel](...args);
  // Room to begin at a multiple of 64, so that no other numbers share a line of the cache with the ticket.
  const boardAt = Math.ceil(heap.allocate(boardBytes + 64) / 64) * 64;
  new Uint8Array(heap.memory.buffer, boardAt, boardBytes).fill(0);
  for (let thread = 1; thread < threads; thread++)
    startMember({ memory: heap.memory, compiled, boardAt, thread });
  const board = new Board(heap.memory.buffer, boardAt);
  return (job) => {
    const chunks = board.post(job);
    while (board.work(kernels, 0));
    board.waitForChunks(chunks);
  };
}

function startMember(workerData: MemberData): void {
  // The same place seen from src/backends/wasm/team, where tests find it, and from dist/backends/wasm/team.
  const file = new URL('../../../../dist/backends/wasm/team/member.js', import.meta.url);
  const worker = new Worker(file, { workerData, execArgv: [], stdin: false });
  worker.unref();
  worker.on('error', (error) => {
    process.emitWarning(`A helper thread of the wasm backend ended: ${error.message}`);
  });
}
