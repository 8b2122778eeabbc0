/** What the process answers. 0: nothing to report; 1: the input has problems; 2: it could not be read, or the arguments are wrong. */
export const exitCode = { ok: 0, problems: 1, unusable: 2 } as const;

/** A failure that the reader of the terminal can act on: `message` is shown alone, without a stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** The exit code of the process. */
  readonly exitCode: number;

  constructor(message: string, code: number = exitCode.unusable) {
    super(message);
    this.exitCode = code;
  }
}
