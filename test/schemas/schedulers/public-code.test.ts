import { expect, test } from 'vitest';
import { deepspeedSchedulers } from '../../../schemas/src/schedulers/deepspeed/index.js';
import { megatronSchedulers } from '../../../schemas/src/schedulers/megatron/index.js';
import { nanogptSchedulers } from '../../../schemas/src/schedulers/nanogpt/index.js';
import { wenetSchedulers } from '../../../schemas/src/schedulers/wenet/index.js';
import { wespeakerSchedulers } from '../../../schemas/src/schedulers/wespeaker/index.js';
import { runScheduleCase } from '../../oracle-runner/schedules.js';
import { errorsOf, familyCases, missingOf } from './family-cases.js';

/** The toolkits that are on no package index, or whose one file was read from their source. */
const families = ['wenet', 'wespeaker', 'megatron', 'nanogpt', 'deepspeed'];
const cases = families.flatMap((family) => familyCases(family, `${family}-schedules.json`));

test.each(cases.map((one) => [one.name, one] as const))('%s has the numbers of its origin', (_, one) => {
  expect(runScheduleCase(one)).toMatchObject({ status: 'ok' });
});

test.each(
  [
    ...wenetSchedulers,
    ...wespeakerSchedulers,
    ...megatronSchedulers,
    ...nanogptSchedulers,
    ...deepspeedSchedulers,
  ].map(({ type }) => type),
)('%s has numbers of its origin', (type) => {
  expect(cases.some(({ name }) => name.startsWith(`${type}/`))).toBe(true);
});

const style = (lr_decay_style: string) => ({ lr_decay_steps: 60, lr_decay_style });
test.each<[type: string, conf: Record<string, unknown>, message: string]>([
  ['wenet.WarmupLR', { warmup_steps: -1 }, 'warmup_steps'],
  ['wenet.WarmupLR', { warmup_steps: [1, 2] }, 'one parameter group'],
  ['wenet.NoamHoldAnnealing', { max_steps: 60 }, 'Noam scheduler cannot be used without warmup steps'],
  ['megatron.OptimizerParamScheduler', { lr_decay_steps: 0 }, 'lr_decay_steps > 0'],
  ['megatron.OptimizerParamScheduler', { lr_decay_steps: 60, min_lr: -0.1 }, 'min_lr >= 0.0'],
  ['megatron.OptimizerParamScheduler', { lr_decay_steps: 60, min_lr: 0.2 }, 'max_lr >= min_lr'],
  ['megatron.OptimizerParamScheduler', { lr_decay_steps: 60, init_lr: 0.2 }, 'init_lr <= max_lr'],
  [
    'megatron.OptimizerParamScheduler',
    { lr_decay_steps: 60, lr_warmup_steps: 60 },
    'lr_warmup_steps < lr_decay_steps',
  ],
  ['megatron.OptimizerParamScheduler', style('WSD'), 'wsd_decay_steps is not None'],
  ['megatron.OptimizerParamScheduler', style('cos'), 'must be one of constant, linear, cosine'],
  ['megatron.OptimizerParamScheduler', { lr_decay_steps: 60, start_wd: 0.1 }, 'start_wd'],
  ['nanogpt.get_lr', { warmup_iters: 10, lr_decay_iters: 10 }, 'ZeroDivisionError'],
  ['deepspeed.WarmupLR', { warmup_type: 'cosine' }, 'must be one of log, linear'],
  ['deepspeed.WarmupLR', { warmup_max_lr: [0.1, 0.2] }, 'one parameter group'],
  ['deepspeed.WarmupCosineLR', { total_num_steps: 9, warmup_num_steps: 9 }, 'ZeroDivisionError'],
  ['wespeaker.ExponentialDecrease', { num_epochs: 0, epoch_iter: 9, final_lr: 1e-5 }, 'ZeroDivisionError'],
  ['wespeaker.ExponentialDecrease', { num_epochs: 9, epoch_iter: 9, final_lr: 0 }, 'math domain error'],
])('%s %o is refused', (type, conf, message) => {
  expect(errorsOf(type, conf)).toContain(message);
});

test('WeSpeaker takes the logarithm of optim_conf.lr', () => {
  const conf = { num_epochs: 9, epoch_iter: 9, final_lr: 1e-5 };
  expect(errorsOf('wespeaker.ExponentialDecrease', conf, 0)).toContain('math domain error');
  expect(errorsOf('wespeaker.ExponentialDecrease', { ...conf, initial_lr: 0.1 }, 0)).toBe('');
});

test.each([
  ['megatron.OptimizerParamScheduler', ['lr_decay_steps']],
  ['deepspeed.WarmupDecayLR', ['total_num_steps']],
  ['wespeaker.ExponentialDecrease', ['num_epochs', 'epoch_iter', 'final_lr']],
  ['nanogpt.get_lr', []],
])('%s cannot do without %o', (type, keys) => {
  expect(missingOf(type, {}).map((message) => message.split(' ')[0])).toEqual(keys);
});
