/** A few words between those of the file. */
export interface Hint {
  /** The offset that they stand at. */
  readonly at: number;
  readonly label: string;
  readonly tooltip: string;
}
