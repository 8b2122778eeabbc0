import type { Fields } from '../fields.js';
import { cmuDictConf } from './cmudict.js';

/** The data sets that this runtime has, by `type`, with the keys of their `conf`. */
const datasets: Readonly<Record<string, Fields>> = { 'cmudict.CmuDict': cmuDictConf };

/** The names of the data sets that this runtime has. */
export const runtimeDatasets: readonly string[] = Object.keys(datasets);

/** The keys of `conf` of a built-in data set; undefined for an unknown one. */
export function findDataset(type: string): Fields | undefined {
  return Object.hasOwn(datasets, type) ? datasets[type] : undefined;
}

/** What loads data in SpeeChain, which this runtime does not have. */
export const speechainIterators: readonly string[] = ['abs.Iterator', 'block.BlockIterator'];
