import type { OptimSchedulerConf } from '@optim-sches/schemas';

/** What was worked out last, by what it depends on. */
export interface Memory<T extends object> {
  of(key: string, compute: () => T): T;
  set(key: string, value: T): void;
}

/** Remembers so many answers: those that were asked for last. */
export function createMemory<T extends object>(most: number): Memory<T> {
  const known = new Map<string, T>();
  const set = (key: string, value: T) => {
    // What was asked for last goes to the end; the first one is forgotten.
    known.delete(key);
    known.set(key, value);
    const [first] = known.keys();
    if (known.size > most && first !== undefined) known.delete(first);
  };
  return {
    set,
    of(key, compute) {
      const found = known.get(key);
      const value = found === undefined ? compute() : found;
      set(key, value);
      return value;
    },
  };
}

/**
 * Everything that the learning rates of an OptimScheduler depend on, with what stands around it (`more`), as a text: versions of a file, and texts that are
 * tried, have most of them in common.
 */
export function contentOf(
  { type, optimType, schedulerConf, lr, stepPerUpdate }: OptimSchedulerConf,
  ...more: readonly unknown[]
): string {
  // JSON writes null for what is not finite.
  return JSON.stringify([type, optimType, schedulerConf, lr, stepPerUpdate, more], (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
