import * as z from 'zod';
import { countOption, optionalCount, wrongOption } from '../option-kinds.js';

/** The keys of `conf` of cmudict.CmuDict. */
export const cmuDictConf = z.strictObject({
  split: z
    .enum(['train', 'valid', 'test'], { error: wrongOption('split', 'train, valid or test') })
    .nullable()
    .default('train')
    .meta({ description: 'Which part of the dictionary: train, valid or test. No word is in two of them.' }),
  batch_size: countOption('batch_size', 128, {
    description: 'Pairs of a word and one pronunciation in a batch; the last batch may have fewer.',
    unit: 'pairs',
  }),
  buckets: z
    .boolean({ error: wrongOption('buckets', 'true or false') })
    .nullable()
    .default(true)
    .meta({ description: 'Batches of words of similar length, which leaves little padding.' }),
  batches_per_epoch: optionalCount('batches_per_epoch', {
    description: 'Where an epoch ends in training; by default after one pass over the data.',
    unit: 'batches',
  }),
  max_words: optionalCount('max_words', {
    description: 'Takes this many words of the split; a smaller set is part of a larger one.',
    unit: 'words',
  }),
  max_length: optionalCount('max_length', {
    description: 'Leaves out words of more letters.',
    unit: 'letters',
  }),
});
