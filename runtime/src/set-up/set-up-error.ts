/** A set-up that cannot go on for a reason outside this program; `message` says what, why and what to do. */
export class SetUpError extends Error {
  override readonly name = 'SetUpError';
}

/** What `compute` answers. What it throws becomes a `SetUpError`: nothing of the set-up is used, and what to do. */
export function unusedUnless<T>(compute: () => T, help: string): T {
  try {
    return compute();
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : error}\nNothing of it is used. ${help}`);
  }
}
