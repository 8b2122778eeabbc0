import { CmuDict } from './cmudict.js';
import type { Dataset, DatasetContext } from './dataset.js';

export { Dataset, type DatasetContext } from './dataset.js';

export type DatasetClass = new (context: DatasetContext) => Dataset;

/** The data sets that a configuration may name, as `type: file.Class`. */
export const builtinDatasets: Readonly<Record<string, DatasetClass>> = {
  'cmudict.CmuDict': CmuDict,
};
