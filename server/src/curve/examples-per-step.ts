import { entryOf, findDataset, toPlain, type Value, valueAt } from '@optim-sches/schemas';

/** The batch size of one entry of `data_cfg`, written or by default; undefined where nobody knows. */
function batchSize(entry: Value): number | undefined {
  const type = entryOf(entry, 'type')?.value;
  const field = type?.kind === 'str' ? findDataset(type.value.trim())?.shape.batch_size : undefined;
  if (!field) return undefined;
  const written = valueAt(entry, ['conf', 'batch_size']);
  // null stands for the default.
  const size = field.safeParse(written && written.kind !== 'null' ? toPlain(written) : undefined);
  return size.success && typeof size.data === 'number' ? size.data : undefined;
}

/**
 * How many examples one training step (micro-step) sees, where the training data of an experiment says it: with several
 * sets, which SpeeChain takes a batch each of, their sum.
 */
export function examplesPerStep(experiment: Value | undefined): number | undefined {
  const train = valueAt(experiment, ['data_cfg', 'train']);
  if (train?.kind !== 'map') return undefined;
  const sets = entryOf(train, 'type') ? [train] : train.entries.map(({ value }) => value);
  const sizes = sets.map(batchSize);
  return sizes.length === 0
    ? undefined
    : sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size));
}
