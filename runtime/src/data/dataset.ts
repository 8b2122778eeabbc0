/** What a data set is made from: one entry of `data_cfg`. */
export interface DatasetContext {
  readonly conf: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** The folder of the configuration: relative paths start here. */
  readonly folder: string;
}

/** Base class of data sets, one object for each of `data_cfg.train` and `data_cfg.valid`. */
export abstract class Dataset<Batch = unknown> {
  constructor(protected readonly context: DatasetContext) {}

  /** Batches in one epoch. */
  abstract readonly length: number;

  /**
   * Batch `index` (from 0) of an epoch (from 1). The same for the same seed, epoch and index, whatever was asked
   * before: a resumed run goes on with the batches it would have seen.
   */
  abstract batch(epoch: number, index: number): Batch;
}
