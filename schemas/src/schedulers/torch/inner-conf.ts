import * as z from 'zod';
import { shown } from '../../messages.js';
import { listed, suggest } from '../../suggest.js';
import { numberList } from '../kinds.js';
import { counted } from './keys.js';
import { members } from './members.js';

/** What the two classes with others inside do. */
export const sequentialSummary = 'Schedules of torch one after the other, such as a warm-up and a decay.';
export const chainedSummary =
  'Schedules of torch that all step together, each on the learning rate that the one before it left.';

/** One scheduler inside another: the name of its class, and its conf. */
export type InnerConf = Readonly<Record<string, Record<string, unknown>>>;

const names = [...Object.keys(members), 'SequentialLR', 'ChainedScheduler'];

/** The message for what stands where a conf is meant. */
const notAConf = (name: string, input: unknown) =>
  `The conf of ${name} is ${shown(input)}, but must be a mapping. Write {} for torch’s defaults.`;

function unknownKeys(name: string, keys: readonly string[], known: readonly string[]): string {
  const [key = ''] = keys;
  if (key === 'interval')
    return `interval stands beside schedulers, not in the conf of ${name}: all schedulers inside one are stepped together.`;
  const near = suggest(key, known);
  return `"${key}" is not an argument of torch’s ${name}. ${near ? `Did you mean "${near}"?` : `It takes ${listed(known, 'and')}.`}`;
}

/** The conf of a class inside another: without `interval`, which the outer one has. */
function innerConf(name: string, shape: Readonly<Record<string, z.ZodType>>, summary: string): z.ZodType {
  const { interval, ...own } = shape;
  const known = Object.keys(own);
  return z
    .strictObject(own, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? unknownKeys(name, issue.keys as string[], known)
          : notAConf(name, issue.input),
    })
    .meta({ id: `torch.${name}-inside-another`, title: `torch.${name}`, description: summary });
}

function unknownName(keys: readonly string[]): string {
  const [key = ''] = keys;
  const name = key.replace(/^torch\./, '');
  if (name === 'ReduceLROnPlateau')
    return 'SequentialLR and ChainedScheduler do not support `ReduceLROnPlateau` scheduler as it requires additional kwargs to be specified when calling `step`. Use torch.ReduceLROnPlateau alone, in an OptimScheduler of its own.';
  const near = suggest(name, names);
  return `torch.optim.lr_scheduler has no ${shown(key)}. ${near ? `Did you mean "${near}"?` : `It has ${names.join(', ')}.`}`;
}

/** A list of schedulers, in the words of the class that takes it when it is empty. */
const innerList = (empty: string) =>
  z
    .array(z.lazy(inner), {
      error: ({ input }) =>
        input === undefined
          ? 'schedulers is missing: write a list such as [{LinearLR: {total_iters: 10}}, {ExponentialLR: {gamma: 0.9}}].'
          : `schedulers is ${shown(input)}, but must be a list of schedulers such as [{ExponentialLR: {gamma: 0.9}}].`,
    })
    .min(1, { error: empty });

/** The keys of torch's SequentialLR, anew for each use: JSON Schema names what is used at several places. */
export const sequentialShape = () => ({
  schedulers: innerList('SequentialLR expects at least one scheduler, but got no scheduler.').meta({
    description:
      'The schedulers in turn, each as the name of its class and its conf: {LinearLR: {start_factor: 0.1, total_iters: 10}}.',
  }),
  milestones: numberList('milestones').meta({
    description:
      'Where each scheduler but the first takes over; it counts its own steps from there. One fewer than schedulers.',
    unit: counted,
  }),
});

/** The keys of torch's ChainedScheduler. */
export const chainedShape = () => ({
  schedulers: innerList(
    'ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.',
  ).meta({
    description:
      'The schedulers, each as the name of its class and its conf: {ExponentialLR: {gamma: 0.9}}. All step together, each on what the one before it left.',
  }),
});

const confsByName = (): Readonly<Record<string, z.ZodType>> => ({
  ...Object.fromEntries(
    Object.entries(members).map(([name, { scheduler }]) => [
      name,
      innerConf(name, scheduler.conf.shape, scheduler.summary),
    ]),
  ),
  SequentialLR: innerConf('SequentialLR', sequentialShape(), sequentialSummary),
  ChainedScheduler: innerConf('ChainedScheduler', chainedShape(), chainedSummary),
});

let made: z.ZodType<InnerConf> | undefined;

/** One scheduler inside another, made when it is first asked for: JSON Schema names it, so there is one. */
function inner(): z.ZodType<InnerConf> {
  made ??= makeInner();
  return made;
}

/** As a mapping of one key; `torch.` before the name changes nothing. */
const makeInner = () =>
  z
    .strictObject(
      Object.fromEntries(
        Object.entries(confsByName()).flatMap(([name, conf]) => [
          [name, conf.optional()],
          [`torch.${name}`, conf.optional()],
        ]),
      ),
      {
        error: (issue) =>
          issue.code === 'unrecognized_keys'
            ? unknownName(issue.keys as string[])
            : `A scheduler is ${shown(issue.input)}, but must be the name of its class and its conf, such as {ExponentialLR: {gamma: 0.9}}.`,
      },
    )
    .refine((value) => Object.keys(value).length === 1, {
      // A name that torch does not have is a mistake of its own.
      when: ({ issues }) => issues.length === 0,
      error: ({ input }) =>
        `A scheduler is a mapping of one name to its conf, such as {ExponentialLR: {gamma: 0.9}}; here are ${Object.keys(input as object).length}. Write each scheduler as an entry of its own ("- NAME: {...}").`,
    })
    .meta({
      id: 'torch-scheduler-inside-another',
      title: 'torch.optim.lr_scheduler',
      minProperties: 1,
      maxProperties: 1,
    }) as z.ZodType<InnerConf>;
