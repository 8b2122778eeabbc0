import { z } from 'zod';

const moduleNames = z.array(z.string({ error: 'updated_modules holds names of modules, one string each' }));

/** The keys of `conf` that every OptimScheduler has; the others belong to its schedule. */
export const commonConf = z.strictObject({
  optim_type: z
    .string({ error: 'optim_type is the name of a class of torch.optim, such as Adam' })
    .meta({ description: 'The optimizer: the name of a class of torch.optim.' }),
  optim_conf: z
    .record(z.string(), z.unknown(), {
      error: 'optim_conf is a mapping of the optimizer’s options; write {} for torch’s defaults',
    })
    .meta({
      description: 'The options of the optimizer, as its torch class takes them; `{}` for all defaults.',
    }),
  optim_losses: z
    .union([z.string(), z.array(z.string()).min(1)], {
      error: 'optim_losses is the name of a loss, or a list of names',
    })
    .nullable()
    .default(null)
    .meta({
      description:
        'The losses whose sum this optimizer minimizes: one name or a list. Default: the loss named `loss`.',
    }),
  optim_loss: z
    .union([z.string(), z.array(z.string()).min(1)], { error: 'optim_loss is the name of a loss' })
    .nullable()
    .default(null)
    .meta({
      description: 'The spelling of `optim_losses` that SpeeChain’s code reads: the name of one loss.',
    }),
  updated_modules: z
    .union([z.string(), moduleNames.min(1)], {
      error:
        'updated_modules is the name of a first-level module, a list of names, or null for the whole model',
    })
    .nullable()
    .default(null)
    .meta({
      description:
        'The first-level modules whose parameters this optimizer updates. Default: the whole model.',
    }),
  step_per_update: z
    .int({ error: 'step_per_update is an integer of at least 1' })
    .min(1, { error: 'step_per_update is an integer of at least 1' })
    .default(1)
    .meta({
      description: 'The optimizer updates at every this many real steps.',
      unit: 'real steps',
      integer: true,
    }),
});
