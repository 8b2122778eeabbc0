import type { Address, Kernels } from '../device.js';

/** Kernels whose rows can be computed by several threads: no number of a result is added up from several rows. */
export const sharedKernels = ['gemm', 'attention', 'attentionGrad'] as const;

export type SharedKernel = (typeof sharedKernels)[number];

/** A call of a kernel that can be cut into chunks of rows. */
export interface Job {
  readonly kernel: SharedKernel;
  readonly args: readonly number[];
  /** Which argument is the number of rows. */
  readonly rowsAt: number;
  /** What each row further adds to arguments, by their place: the bytes of a row of an operand. */
  readonly perRow: Readonly<Record<number, number>>;
  /** What each thread further adds to arguments: the bytes of its working memory. */
  readonly perThread: Readonly<Record<number, number>>;
  /** At least so many that no more than 255 chunks come of it. */
  readonly rowsPerChunk: number;
}

const ARGUMENTS = 24;
const WORDS = 16;

/** Bytes of a board in memory. */
export const boardBytes = 4 * WORDS + 3 * 8 * ARGUMENTS;

const [TICKET, FINISHED, FAILED, KERNEL, LENGTH, ROWS_AT, ROWS, ROWS_PER_CHUNK] = [0, 1, 2, 3, 4, 5, 6, 7];

const CHUNK_BITS = 8;
const CHUNK_MASK = 2 ** CHUNK_BITS - 1;

/**
 * One job in memory that threads share, and who does what of it. The ticket holds the number of the job and how many of
 * its chunks are free: a thread takes the last free one by changing it from what it was when the thread read the job, so
 * that it fails where the job has changed in between. Whoever is awake takes the next chunk; the numbers do not depend on
 * it, since a row is computed the same way in every chunk.
 */
export class Board {
  readonly #words: Int32Array;
  readonly #base: Float64Array;
  readonly #perRow: Float64Array;
  readonly #perThread: Float64Array;
  readonly #args: number[] = [];

  /** `at` is a multiple of 8, the start of `boardBytes` bytes that are zero before the first thread sees them. */
  constructor(buffer: ArrayBufferLike, at: Address) {
    const numbers = (index: number) =>
      new Float64Array(buffer, at + 4 * WORDS + 8 * ARGUMENTS * index, ARGUMENTS);
    this.#words = new Int32Array(buffer, at, WORDS);
    [this.#base, this.#perRow, this.#perThread] = [numbers(0), numbers(1), numbers(2)];
  }

  /** Puts a job up and wakes who waits for one. Answers in how many chunks. The job before must be finished. */
  post(job: Job): number {
    const words = this.#words;
    const rows = job.args[job.rowsAt] ?? 0;
    const chunks = Math.ceil(rows / job.rowsPerChunk);
    if (chunks > CHUNK_MASK) throw new Error(`${rows} rows in chunks of ${job.rowsPerChunk} are too many.`);
    words[KERNEL] = sharedKernels.indexOf(job.kernel);
    words[LENGTH] = job.args.length;
    words[ROWS_AT] = job.rowsAt;
    words[ROWS] = rows;
    words[ROWS_PER_CHUNK] = job.rowsPerChunk;
    this.#base.set(job.args);
    this.#perRow.fill(0);
    this.#perThread.fill(0);
    for (const place in job.perRow) this.#perRow[place] = job.perRow[place] ?? 0;
    for (const place in job.perThread) this.#perThread[place] = job.perThread[place] ?? 0;
    Atomics.store(words, FINISHED, 0);
    const number = (Atomics.load(words, TICKET) >>> CHUNK_BITS) + 1;
    Atomics.store(words, TICKET, (number << CHUNK_BITS) | chunks);
    Atomics.notify(words, TICKET);
    return chunks;
  }

  /** Computes the next free chunk as the given thread. False when there is none. */
  work(kernels: Pick<Kernels, SharedKernel>, thread: number): boolean {
    for (;;) {
      const ticket = Atomics.load(this.#words, TICKET);
      const free = ticket & CHUNK_MASK;
      if (free === 0) return false;
      const kernel = this.#read(free - 1, thread);
      if (Atomics.compareExchange(this.#words, TICKET, ticket, ticket - 1) !== ticket) continue;
      try {
        kernels[kernel](...this.#args);
      } catch (error) {
        Atomics.store(this.#words, FAILED, 1);
        throw error;
      } finally {
        Atomics.add(this.#words, FINISHED, 1);
        Atomics.notify(this.#words, FINISHED);
      }
      return true;
    }
  }

  /** Fills the arguments of a chunk. What it reads is right only if the ticket is still the same afterwards. */
  #read(chunk: number, thread: number): SharedKernel {
    const words = this.#words;
    const rowsPerChunk = words[ROWS_PER_CHUNK] ?? 0;
    const first = chunk * rowsPerChunk;
    const args = this.#args;
    args.length = words[LENGTH] ?? 0;
    for (let i = 0; i < args.length; i++)
      args[i] = (this.#base[i] ?? 0) + first * (this.#perRow[i] ?? 0) + thread * (this.#perThread[i] ?? 0);
    args[words[ROWS_AT] ?? 0] = Math.min(rowsPerChunk, (words[ROWS] ?? 0) - first);
    return sharedKernels[words[KERNEL] ?? 0] ?? 'gemm';
  }

  /** Waits, awake at first, until there is a free chunk. */
  waitForJob(): void {
    for (let spin = 0; spin < SPINS; spin++)
      if ((Atomics.load(this.#words, TICKET) & CHUNK_MASK) !== 0) return;
    const ticket = Atomics.load(this.#words, TICKET);
    if ((ticket & CHUNK_MASK) === 0) Atomics.wait(this.#words, TICKET, ticket);
  }

  /** Waits until `chunks` chunks of the job are done. Throws when a thread failed or does not answer for a minute. */
  waitForChunks(chunks: number): void {
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(this.#words, FINISHED) === chunks) break;
    for (;;) {
      const finished = Atomics.load(this.#words, FINISHED);
      if (finished === chunks) break;
      if (Atomics.wait(this.#words, FINISHED, finished, PATIENCE_MS) === 'timed-out')
        throw new Error(
          'A helper thread of the wasm backend has not finished its part of an operation in a minute. OPTIM_SCHES_THREADS=1 trains without helpers.',
        );
    }
    if (Atomics.load(this.#words, FAILED) !== 0)
      throw new Error('A helper thread of the wasm backend failed in an operation; its own error says why.');
  }
}

/** Some ten microseconds: about as long as it takes to wake a thread. */
const SPINS = 5000;
const PATIENCE_MS = 60_000;
