/** What surrounds the server: files next to a configuration, where there is a file system. Nothing else of it is used. */
export interface Host {
  /** The text of a file; undefined when there is none (or no file system, as in a browser). */
  readText(uri: string): string | undefined;
  /** Where the pages about problems are, with the `/` at the end; undefined where there are none. */
  readonly pages?: string | undefined;
  /** The names of the files in a folder; empty when there is no such folder. */
  list(folderUri: string): readonly string[];
  /** Whether it has the file system of a URI; default: of every one. */
  reaches?(uri: string): boolean;
  /** Whether nobody can tell yet what a file holds: somebody has been asked. Nothing may be said of it until then. */
  awaits?(uri: string): boolean;
}

/** A host without a file system. */
export const noFiles: Host = { readText: () => undefined, list: () => [], reaches: () => false };
