/** An exception that Python would raise while loading a file, with its class name and message. */
export class PythonError extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
