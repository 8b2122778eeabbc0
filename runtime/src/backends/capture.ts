/** Operations of a backend that wait until somebody reads a value, and then run all at once. */
export interface Capture {
  /** From here on operations wait. */
  begin(): void;
  /** Runs what waits; from here on each operation is executed at once. */
  end(): void;
  /** Forgets what waits: an operation has failed. */
  abandon(): void;
  /** What a reader should know of how it went, since the last call. */
  takeNotices(): string[];
}

let current: Capture | undefined;

/** Called by `startBackend` alone. */
export function setCapture(capture: Capture | undefined): void {
  current = capture;
}

/**
 * Does a part of a training on the running backend in the way that is fastest for work that comes again and again:
 * where the backend can, as one graph. The results are those of the operations one by one. What `work` makes and
 * returns is there afterwards.
 */
export async function captured<T>(work: () => Promise<T>): Promise<T> {
  const capture = current;
  if (capture === undefined) return work();
  capture.begin();
  try {
    const result = await work();
    capture.end();
    return result;
  } catch (error) {
    capture.abandon();
    throw error;
  }
}

/** What a reader should know of work that was `captured`, since the last call; a line each. */
export const captureNotices = (): string[] => current?.takeNotices() ?? [];
