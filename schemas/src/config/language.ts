import * as z from 'zod';
import { wrongType } from '../messages.js';
import { optimizers } from '../optimizers/index.js';
import { schedulers } from '../schedulers/index.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { Condition } from './choose.js';
import { choose } from './choose.js';
import { commonConf } from './common-conf.js';
import { experimentArguments } from './exp-cfg.js';

const escaped = (text: string) => text.replaceAll('.', '\\.');
const names = (spellings: readonly string[]) => spellings.map(escaped).join('|');

/** SpeeChain strips blanks around names. */
const anyOf = (spellings: readonly string[]) => new RegExp(`^\\s*(${names(spellings)})\\s*$`);
const named = (...spellings: string[]) => z.string().regex(anyOf(spellings));
const notNamed = (...spellings: string[]) =>
  z.string().regex(new RegExp(`^(?!\\s*(${names(spellings)})\\s*$)`));

/** How an optimizer may be spelt: `Adam`, or with its module of torch.optim, `adam.Adam`. */
const spellings = (type: string) => [type, `${type.toLowerCase()}.${type}`];

const mapping = z.looseObject({});

const unknownOptimizer = ({ input }: { readonly input?: unknown }) =>
  typeof input === 'string'
    ? `torch.optim has no ${JSON.stringify(input)}. It has ${optimizers.map((one) => one.type).join(', ')}.`
    : wrongType('optim_type', 'the name of a class of torch.optim, such as Adam')({ input });

/** A schema that JSON Schema names, made once and when it is first asked for: a check needs few of those here. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const optimType = () =>
  z.union(
    [
      z.enum(optimizers.map((optimizer) => optimizer.type) as [string, ...string[]]).meta({
        enumDescriptions: optimizers.map((optimizer) => optimizer.summary),
      }),
      z.string().regex(anyOf(optimizers.flatMap((one) => spellings(one.type))), { error: unknownOptimizer }),
    ],
    { error: unknownOptimizer },
  );

const optimizerOptions = choose(
  mapping,
  () =>
    optimizers.map((optimizer) => ({
      when: z.looseObject({ optim_type: named(...spellings(optimizer.type)) }),
      must: z.looseObject({
        optim_conf: optimizer.options.optional().meta({
          id: `torch.optim.${optimizer.type}`,
          title: `torch.optim.${optimizer.type}`,
          description: optimizer.summary,
        }),
      }),
    })),
  { id: 'optim_conf-by-optim_type' },
);

// By name, so that the JSON Schema has them once and not in the conf of every schedule.
const confShape = once(() => {
  const own = {
    ...commonConf.shape,
    optim_type: optimType().meta({ ...commonConf.shape.optim_type.meta() }),
  };
  return Object.fromEntries(
    Object.entries(own).map(([key, field]) => [key, field.meta({ ...field.meta(), id: `conf.${key}` })]),
  ) as typeof own;
});

const confConditions = once((): readonly Condition[] => [
  { must: optimizerOptions },
  {
    when: z.looseObject({ optim_loss: z.unknown(), optim_losses: z.unknown() }).meta({ id: 'both-losses' }),
    must: z
      .looseObject({
        optim_loss: z.never({
          error:
            'optim_loss and optim_losses mean the same. Keep one: optim_losses here, optim_loss for SpeeChain.',
        }),
      })
      .meta({ id: 'one-of-the-losses' }),
  },
]);

const confOf = (scheduler: Scheduler) =>
  choose(
    z.strictObject(
      { ...confShape(), ...scheduler.conf.shape },
      {
        error: (issue) =>
          issue.code === 'unrecognized_keys'
            ? `${(issue.keys as string[]).map((key) => `"${key}"`).join(', ')}: no such key in the conf of ${scheduler.type}. It takes ${[...Object.keys(confShape()), ...Object.keys(scheduler.conf.shape)].join(', ')}.`
            : wrongType('conf', 'a mapping')(issue),
      },
    ),
    confConditions,
    {
      id: `conf-of-${scheduler.type}`,
      title: scheduler.type,
      description: `${scheduler.summary} ${scheduler.formula}`,
    },
  );

/** The conf of a user's own schedule: the keys that every OptimScheduler has, and others that only its author knows. */
const ownConf = () =>
  choose(z.looseObject(confShape(), { error: wrongType('conf', 'a mapping') }), confConditions, {
    id: 'conf-of-own-schedule',
  });

const allTypes = schedulers.flatMap((scheduler) => [scheduler.type, ...scheduler.aliases]);

const confByType = choose(
  mapping,
  () => [
    ...schedulers.map((scheduler) => ({
      when: z.looseObject({ type: named(scheduler.type, ...scheduler.aliases) }),
      must: z.looseObject({ conf: confOf(scheduler).optional() }),
    })),
    {
      when: z.looseObject({ type: notNamed(...allTypes) }),
      must: z.looseObject({ conf: ownConf().optional() }),
    },
  ],
  { id: 'conf-by-type' },
);

const type = z
  .union(
    [
      z.enum(schedulers.map((scheduler) => scheduler.type) as [string, ...string[]]).meta({
        enumDescriptions: schedulers.map((scheduler) => scheduler.summary),
      }),
      z.string(),
    ],
    { error: wrongType('type', 'a schedule, written file_name.ClassName', 'SpeeChain appends it to a path') },
  )
  .meta({
    id: 'schedule-type',
    description: 'The schedule: `file_name.ClassName`, one of those built in or your own.',
  });

/** The two keys of an OptimScheduler. */
export const optimSchedulerShape = {
  type,
  conf: z
    .record(z.string(), z.unknown(), {
      error: wrongType('conf', 'a mapping', 'Python unpacks it as keyword arguments'),
    })
    .meta({
      description: 'The optimizer (optim_type, optim_conf), what it updates, and the keys of the schedule.',
    }),
};

const conf: Condition[] = [{ must: confByType }];
const bare = () =>
  choose(
    z.strictObject(optimSchedulerShape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `An OptimScheduler has exactly the keys type and conf, so ${(issue.keys as string[]).map((key) => `"${key}"`).join(', ')} cannot stand beside them. Remove it, or make it a comment.`
          : wrongType('optim_sches', 'a mapping')(issue),
    }),
    conf,
    { id: 'one-optim-scheduler' },
  );
// SpeeChain reads type and conf of a named OptimScheduler and ignores other keys.
const namedEntry = () =>
  choose(
    z.looseObject(optimSchedulerShape, {
      error: wrongType('an OptimScheduler', 'a mapping with type and conf'),
    }),
    conf,
    { id: 'named-optim-scheduler' },
  );

const noMapping = () => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]);
const isBare = () =>
  z.union([
    z.looseObject({ type: noMapping() }),
    z.looseObject({ type: z.never().optional(), conf: z.looseObject({ optim_type: z.unknown() }) }),
  ]);

/** `optim_sches`: one `{type, conf}`, or a mapping from names to these. */
export const optimSchesSchema = choose(
  z.record(z.string(), z.unknown(), {
    error: wrongType(
      'optim_sches',
      'a mapping with type and conf, or names with such mappings',
      'SpeeChain cannot read it',
    ),
  }),
  () => [{ when: isBare(), must: bare(), otherwise: z.record(z.string(), namedEntry()) }],
  {
    id: 'optim_sches',
    description:
      'How the model is optimized: one OptimScheduler (`type`, `conf`), or several by name, each with its own losses and modules.',
  },
);

const modelSchema = z
  .looseObject(
    {
      model_type: z
        .string({ error: wrongType('model_type', 'a model, written file_name.ClassName') })
        .meta({ description: 'The model: `file_name.ClassName`, one of those built in or your own.' }),
    },
    { error: wrongType('model', 'a mapping with model_type and module_conf') },
  )
  .meta({ description: 'The model that is trained: model_type, module_conf and more.' });

/** `train_cfg`: the model and its optimization. Either may be missing from a file that is not yet complete. */
export const trainCfgSchema = z
  .looseObject({ model: modelSchema.optional(), optim_sches: optimSchesSchema.optional() })
  .meta({ id: 'train_cfg', description: 'The model and its optimization.' });

/** A whole experiment: the Runner's arguments, with the training part inline or by path. */
export const expCfgSchema = once(() => {
  const { train_cfg: trainCfg } = experimentArguments.shape;
  return experimentArguments.extend({
    train_cfg: choose(trainCfg, [{ when: mapping, must: trainCfgSchema }], { ...trainCfg.meta() }).default(
      null,
    ),
  });
});

/**
 * Any file with an `optim_sches`: an experiment, the training part of one, or the block alone. `model` and
 * `optim_sches` count at the top level only where there is no `train_cfg` around them.
 */
export const fileSchema = once(() =>
  choose(
    expCfgSchema().extend({
      optim_sches: z
        .unknown()
        .optional()
        .meta({ description: 'How the model is optimized. Belongs into train_cfg.' }),
    }),
    [
      {
        when: z.looseObject({ optim_sches: z.unknown(), train_cfg: z.never().optional() }),
        must: trainCfgSchema,
      },
    ],
    { description: 'An experiment, its training part (model, optim_sches), or the block optim_sches alone.' },
  ),
);
