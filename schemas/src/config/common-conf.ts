import * as z from 'zod';
import { shown, wrongType } from '../messages.js';

const moduleNames = z.array(
  z.string({ error: wrongType('updated_modules', 'a list of names', 'each module is looked up by name') }),
);

const lossNames = z
  .array(z.string())
  .min(1, { error: 'The list of losses is empty: there is nothing to minimize. Name a loss.' });

/** The keys of `conf` that every OptimScheduler has; the others belong to its schedule. */
export const commonConf = z.strictObject({
  optim_type: z
    .string({
      error: wrongType(
        'optim_type',
        'the name of a class of torch.optim, such as Adam',
        'it is looked up by name',
      ),
    })
    .meta({ description: 'The optimizer: the name of a class of torch.optim.' }),
  optim_conf: z
    .record(z.string(), z.unknown(), {
      error: ({ input }) =>
        `optim_conf is ${shown(input)}, but must be a mapping of the optimizer’s options: SpeeChain stops with a TypeError. Write {} for torch’s defaults.`,
    })
    .meta({
      description: 'The options of the optimizer, as its torch class takes them; `{}` for all defaults.',
    }),
  optim_losses: z
    .union([z.string(), lossNames], {
      error: wrongType(
        'optim_losses',
        'the name of a loss, or a list of names',
        'the loss is looked up by name',
      ),
    })
    .nullable()
    .default(null)
    .meta({
      description:
        'The losses whose sum this optimizer minimizes: one name or a list. Default: the loss named `loss`.',
    }),
  optim_loss: z
    .union([z.string(), lossNames], {
      error: wrongType('optim_loss', 'the name of a loss', 'the loss is looked up by name'),
    })
    .nullable()
    .default(null)
    .meta({
      description: 'The spelling of `optim_losses` that SpeeChain’s code reads: the name of one loss.',
    }),
  updated_modules: z
    .union(
      [
        z.string(),
        moduleNames.min(1, {
          error:
            'updated_modules is empty: torch stops with “optimizer got an empty parameter list”. Name a module, or write null for the whole model.',
        }),
      ],
      {
        error: wrongType(
          'updated_modules',
          'the name of a first-level module, a list of names, or null for the whole model',
          'each module is looked up by name',
        ),
      },
    )
    .nullable()
    .default(null)
    .meta({
      description:
        'The first-level modules whose parameters this optimizer updates. Default: the whole model.',
    }),
  step_per_update: z
    .int({
      error: wrongType(
        'step_per_update',
        'an integer of at least 1',
        'SpeeChain stops with an AssertionError',
      ),
    })
    .min(1, {
      error: wrongType(
        'step_per_update',
        'an integer of at least 1',
        'SpeeChain stops with an AssertionError',
      ),
    })
    .default(1)
    .meta({
      description: 'The optimizer updates at every this many real steps.',
      unit: 'real steps',
      integer: true,
    }),
});
