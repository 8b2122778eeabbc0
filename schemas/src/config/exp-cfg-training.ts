import * as z from 'zod';
import { wrongType } from '../messages.js';
import { amount, count, onOff, selections } from './exp-cfg-kinds.js';

/** Arguments that shape each update of the parameters. */
export const updateArguments = {
  accum_grad: count('accum_grad', 1, {
    min: 1,
    why: 'it should be an integer equal to or larger than 1, the number of batches that make one update.',
    description:
      'Gradient accumulation: this many micro-steps (batches), each with its loss divided by the number, make one real step. Schedules count real steps.',
    unit: 'micro-steps per real step',
  }),
  ft_factor: z
    .number({ error: wrongType('ft_factor', 'a number', 'the first step would fail or multiply wrongly') })
    .default(1)
    .meta({
      description:
        'Fine-tuning factor: multiplies every learning rate that a schedule gives, without changing its shape. Usually 0.1 to 0.5 when fine-tuning.',
      unit: 'ratio',
    }),
  grad_clip: amount('grad_clip', 5, {
    description:
      'Gradient clipping: a gradient with a larger norm is scaled down to this norm. 0 stops all learning and a negative one reverses it; .inf never clips.',
    unit: 'gradient norm',
  }),
  grad_norm_type: amount('grad_norm_type', 2, {
    description: 'The norm that grad_clip limits: 2 is the Euclidean norm, .inf the largest absolute value.',
    unit: 'order of the norm',
  }),
  use_amp: onOff('use_amp', true, {
    description: 'Automatic mixed precision: half-precision forward passes with a scaled loss.',
    noEffect: 'This runtime computes in float32 throughout.',
  }),
  no_optim: onOff('no_optim', false, {
    description: 'Runs data loading and the model without updating the parameters.',
    noEffect: 'This runtime always trains; use --max-steps for a short trial.',
  }),
};

/** Arguments about the length of training and what is looked at on the way. */
export const lengthArguments = {
  num_epochs: count('num_epochs', 1000, {
    min: 1,
    why: 'training would end before it begins.',
    description: 'Length of training, unless early stopping ends it before.',
    unit: 'epochs',
  }),
  start_epoch: count('start_epoch', 1, {
    description: 'First epoch. SpeeChain overwrites it with 1 or with the epoch of the checkpoint.',
    unit: 'epochs',
    noEffect: 'A resumed run goes on where its checkpoint ended; a new one starts at epoch 1.',
  }),
  valid_per_epochs: count('valid_per_epochs', 1, {
    min: 1,
    why: 'the epoch number is divided by it.',
    description: 'Validates in the first epoch and then every this many epochs.',
    unit: 'epochs',
  }),
  report_per_steps: count('report_per_steps', 0, {
    description:
      'How often training is logged: n > 0 every n steps, n < 0 that many times per epoch, 0 ten times per epoch. SpeeChain reads it from its command line only; this runtime reads it here.',
    unit: 'steps',
  }),
  seed: count('seed', 0, {
    description: 'Seed of all random numbers. Each epoch is seeded anew with seed + epoch.',
    unit: 'seed',
  }),
};

const bestModel = z.tuple([
  z.string().meta({ description: 'Group of the metric: train or valid.' }),
  z.string().meta({ description: 'Name of the metric.' }),
  z.enum(['max', 'min']).meta({ description: 'Whether larger or smaller is better.' }),
  z.int().gte(1).meta({ description: 'How many of the best models are kept.', unit: 'models' }),
]);

/** Arguments that choose models to keep and the end of training. */
export const selectionArguments = {
  best_model_selection: selections('best_model_selection', bestModel, '[valid, loss, min, 1]', {
    description:
      'By which metrics the best models are chosen and how many are kept: [group, metric, max or min, number], or a list of these. The first one drives early stopping. SpeeChain needs it to train.',
  }),
  early_stopping_patience: z
    .int({
      error: wrongType(
        'early_stopping_patience',
        'a whole number of epochs, or null',
        'SpeeChain compares it with a count',
      ),
    })
    .nullable()
    .default(null)
    .meta({
      description:
        'Training stops after more than this many epochs without improvement, epochs without validation included. null never stops early.',
      unit: 'epochs',
      integer: true,
    }),
  early_stopping_threshold: z
    .number({ error: wrongType('early_stopping_threshold', 'a number', 'SpeeChain computes with it') })
    .default(0.001)
    .meta({
      description:
        'How much better a new best must be to count: relative when positive, absolute when negative, any improvement when 0.',
      unit: 'ratio, or units of the metric',
    }),
  last_model_number: count('last_model_number', 1, {
    min: 1,
    why: 'last_model_number cannot be lower than 1, since a run resumes from its last model.',
    description: 'How many models of the last epochs are kept.',
    unit: 'models',
  }),
};
