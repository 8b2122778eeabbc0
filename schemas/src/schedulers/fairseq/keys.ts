import * as z from 'zod';
import { shown, wrongType } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { number, numberList, whole } from '../kinds.js';

/** `lr` of fairseq's schedules: a list in its configuration files; here null stands for `optim_conf.lr`. */
export const lrKey = (description: string) =>
  z
    .union([number('lr'), numberList('lr').min(1)], {
      error: wrongType('lr', 'a number, or a list of at least one number', 'it is computed with'),
    })
    .nullable()
    .default(null)
    .meta({ description: `${description} Default: optim_conf.lr.`, unit: 'learning rate' });

/** What `lrKey` holds. */
export type LrConf = number | readonly number[] | null;

/** The learning rates that fairseq's schedule works with, at least one: the conf's own, else the optimizer's. */
export function lrsOf(conf: LrConf, optimizerLr: number): readonly [number, ...number[]] {
  if (conf === null) return [optimizerLr];
  if (typeof conf === 'number') return [conf];
  const [first = optimizerLr, ...rest] = conf;
  return [first, ...rest];
}

/** Why `optim_conf.lr` has no effect; undefined where `lr` is left to it. */
export const ownLr = ({ lr }: { readonly lr: LrConf }): string | undefined =>
  lr === null ? undefined : 'The key lr of the schedule gives the learning rate in its place.';

/** fairseq's refusal of a list of learning rates, one for each epoch; `name` as its message spells the schedule. */
export function oneLr(lr: LrConf, name: string): readonly Conflict[] {
  if (lr === null || typeof lr === 'number' || lr.length <= 1) return [];
  return [
    {
      path: ['lr'],
      message: `fairseq stops with "Cannot use a fixed learning rate schedule with ${name}. Consider --lr-scheduler=fixed instead.": lr is ${shown(lr)}. Write one learning rate, or take fairseq.fixed.`,
    },
  ];
}

/** `warmup_updates`, where 0 means no warm-up. */
export const warmupUpdates = () =>
  whole('warmup_updates').default(0).meta({
    description: 'Length of the linear warm-up; 0 for none.',
    unit: 'real steps',
    integer: true,
  });

/** `warmup_init_lr`, where a negative number means `otherwise`. */
export const warmupInitLr = (otherwise: string) =>
  number('warmup_init_lr')
    .default(-1)
    .meta({
      description: `Learning rate at which the warm-up begins; negative: ${otherwise}.`,
      unit: 'learning rate',
    });

/** `max_update`, which fairseq takes from the configuration of the training; 0 is no limit. */
export const maxUpdateMeta = (use: string) => ({
  description: `Real steps of the training, which fairseq takes from optimization.max_update; 0: not known. ${use}`,
  unit: 'real steps',
});
