import { createRequire } from 'node:module';
import type { GpuGlobals } from './globals.js';

/** What `dawn.node` exports: WebGPU in Node. */
interface DawnModule {
  create(options: readonly string[]): GPU;
  readonly globals: GpuGlobals;
}

/** Dawn in this process. */
export interface Dawn {
  readonly globals: GpuGlobals;
  readonly gpu: GPU;
  readonly events: DawnEvents;
}

/** Loads Dawn from its file. Throws what the system's loader says when it is not for this machine. */
export function loadDawn(file: string): Dawn {
  const { create, globals } = createRequire(import.meta.url)(file) as DawnModule;
  return { globals, gpu: create([]), events: new DawnEvents() };
}

/** After as many turns that found nothing, a waiting thread sleeps between them: a GPU made of software needs the processor. */
const eagerTurns = 50;
const sleepMilliseconds = 0.1;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Dawn's turns. As long as something is under way, Dawn looks after it in every turn of Node's event loop, which it asks for by the
 * global `setImmediate`: the loop spins, a process does not end by itself, and nobody can wait for a result without leaving the
 * function. Here Dawn gets another `setImmediate` for the time of each call, which keeps its turns for us: we take them when we wait
 * for something, and then only.
 */
export class DawnEvents {
  #turns: (() => void)[] = [];

  /** Calls something of Dawn that starts what it finishes later. */
  call<Result>(start: () => Result): Result {
    const { setImmediate } = globalThis;
    globalThis.setImmediate = ((turn: () => void) =>
      void this.#turns.push(turn)) as unknown as typeof setImmediate;
    try {
      return start();
    } finally {
      globalThis.setImmediate = setImmediate;
    }
  }

  /** Waits for a promise of Dawn that `start` makes. */
  async settled<Result>(start: () => Promise<Result>): Promise<Result> {
    const promise = this.call(start);
    let pending = true;
    const done = () => {
      pending = false;
    };
    promise.then(done, done);
    for (let turns = 1; pending; turns++) {
      this.#turn();
      await new Promise<void>((next) =>
        turns < eagerTurns ? setImmediate(next) : setTimeout(next, sleepMilliseconds),
      );
    }
    return promise;
  }

  /** Holds this thread until something is no longer as it was. */
  waitWhile(isPending: () => boolean): void {
    for (let turns = 1; isPending(); turns++) {
      this.#turn();
      if (turns > eagerTurns && isPending()) Atomics.wait(sleeper, 0, 0, sleepMilliseconds);
    }
  }

  #turn(): void {
    const turns = this.#turns;
    this.#turns = [];
    this.call(() => {
      for (const turn of turns) turn();
    });
  }
}
