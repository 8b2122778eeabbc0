/** Work that gives way to the requests that a user waits for. */
export interface Later {
  /** Does the work for a file soon, once for several questions. */
  ask(uri: string): void;
  /** Drops what has not been done. */
  forget(): void;
}

/** The event loop goes round once in between; a worker has no other way than a timer. */
const nextTurn: (run: () => void) => unknown =
  typeof setImmediate === 'function' ? setImmediate : (run) => setTimeout(run, 0);

/** A message that has arrived is read in one turn and handled in the next; of two in a row, the second in the third. */
const turns = 4;

/**
 * Does the steps of a work for a file once the messages that came together have been handled, and lets others through
 * between two steps: a completion that follows an edit waits for one step of the edit's diagnostics at most. Whoever asks
 * again starts again, so that of several edits in a row only the last one's are made.
 */
export function afterRequests(...steps: readonly ((uri: string) => void)[]): Later {
  /** The step that comes next for each file. */
  const asked = new Map<string, number>();
  let started = false;
  const run = (turn: number) => {
    const [next] = asked;
    if (next === undefined) {
      started = false;
      return;
    }
    if (turn < turns) {
      nextTurn(() => run(turn + 1));
      return;
    }
    const [uri, at] = next;
    asked.delete(uri);
    if (at + 1 < steps.length) asked.set(uri, at + 1);
    try {
      steps[at]?.(uri);
    } finally {
      run(0);
    }
  };
  return {
    ask(uri) {
      asked.set(uri, 0);
      if (!started) setTimeout(() => run(0), 1);
      started = true;
    },
    forget() {
      asked.clear();
    },
  };
}
