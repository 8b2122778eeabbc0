import * as z from 'zod';
import type { Fields } from '../fields.js';
import { optimSchedulerShape, trainCfgSchema } from './language.js';

const described = (schema: z.ZodType, description: string) => schema.meta({ description });
const mapping = () => z.record(z.string(), z.unknown());

/** The two keys of an OptimScheduler. */
export const optimSchedulerFields: Fields = z.looseObject(optimSchedulerShape);

/** The keys of `train_cfg`. */
export const trainCfgFields: Fields = trainCfgSchema;

/** The keys of `train_cfg.model`. */
export const modelFields: Fields = z.looseObject({
  ...trainCfgSchema.shape.model.unwrap().shape,
  module_conf: described(mapping().optional(), 'The sizes of the model’s modules, as its class takes them.'),
  model_conf: described(
    mapping().optional(),
    'What concerns the model as a whole, such as `pretrained_model`.',
  ),
  criterion_conf: described(mapping().optional(), 'The options of the model’s losses.'),
});

/** The keys of `train_cfg.model.model_conf` that this project knows. */
export const modelConfFields: Fields = z.looseObject({
  pretrained_model: described(
    z.union([z.string(), mapping()]).optional(),
    'The model to start from: the configuration of a run (`runs/quick`), a run folder, a checkpoint or a .safetensors file.',
  ),
});

/** The keys of a `pretrained_model` that is a mapping. */
export const pretrainedModelFields: Fields = z.looseObject({
  path: described(z.string(), 'The run, checkpoint or .safetensors file whose parameters are taken.'),
  mapping: described(
    mapping().optional(),
    'Which of its modules go where: names in the file, and names in the model. Default: each to the same name.',
  ),
});

/** The keys of `data_cfg`. */
export const dataCfgFields: Fields = z.looseObject({
  train: described(mapping(), 'The data to train on.'),
  valid: described(mapping(), 'The data to validate on.'),
  test: described(mapping().optional(), 'The data to test on, which this runtime does not use.'),
});

/** The keys of one entry of `data_cfg`. */
export const dataEntryFields: Fields = z.looseObject({
  type: described(z.string(), 'The data: `file_name.ClassName`, one of those built in or your own.'),
  conf: described(mapping().optional(), 'The options of the data, as its class takes them.'),
});
