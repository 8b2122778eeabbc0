/** A set-up that cannot go on for a reason outside this program; `message` says what, why and what to do. */
export class SetUpError extends Error {
  override readonly name = 'SetUpError';
}
