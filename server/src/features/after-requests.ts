/** Work that gives way to the requests that a user waits for. */
export interface Later {
  /** Does the work for a file soon, once for several questions. */
  ask(uri: string): void;
  /** Drops what has not been done. */
  forget(): void;
}

/**
 * Does `work` for a file once the messages that came together have been handled: a completion that follows an edit does
 * not wait for the edit's diagnostics, and of several edits in a row only the last one's are made.
 */
export function afterRequests(work: (uri: string) => void): Later {
  const asked = new Set<string>();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    waiting = undefined;
    for (const uri of [...asked]) {
      asked.delete(uri);
      work(uri);
    }
  };
  return {
    ask(uri) {
      asked.add(uri);
      // A message that has arrived already is handled within a turn or two of the event loop.
      waiting ??= setTimeout(run, 1);
    },
    forget() {
      clearTimeout(waiting);
      waiting = undefined;
      asked.clear();
    },
  };
}
