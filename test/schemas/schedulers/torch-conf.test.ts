import { check, findScheduler, parseDocument, readConfig } from '@optim-sches/schemas';
import { expect, test } from 'vitest';
import { errorsOf, missingOf, startSchedule } from './family-cases.js';

type Conf = Record<string, unknown>;
const inside = (...schedulers: Conf[]) => ({
  schedulers,
  milestones: schedulers.slice(1).map((_, k) => 5 + k),
});
const linear = { LinearLR: { total_iters: 5 } };
const exponential = { ExponentialLR: { gamma: 0.9 } };
const needsMomentum = 'optimizer must support momentum or beta1 with `cycle_momentum` option enabled';

test.each<[type: string, conf: Conf, message: string]>([
  ['StepLR', { step_size: 0 }, 'step_size must be at least 1, but is: 0.'],
  ['StepLR', { step_size: 2.5 }, 'step_size is 2.5, but must be a whole number'],
  ['StepLR', { step_size: 3, gama: 0.5 }, 'Did you mean "gamma"?'],
  ['StepLR', { step_size: 3, interval: 'epochs' }, 'interval is "epochs", but must be one of step, epoch.'],
  ['StepLR', { step_size: 3, last_epoch: 5 }, 'KeyError'],
  ['MultiStepLR', { milestones: 5 }, 'milestones is 5, but must be a list of numbers'],
  ['ConstantLR', { factor: 1.5 }, 'Constant multiplicative factor expected to be between 0 and 1.'],
  ['ConstantLR', { factor: 0 }, 'stops with a ZeroDivisionError'],
  [
    'LinearLR',
    { start_factor: 0 },
    'Starting multiplicative factor expected to be greater than 0 and less or equal to 1.',
  ],
  ['LinearLR', { start_factor: 1.1 }, 'Starting multiplicative factor'],
  ['LinearLR', { end_factor: 1.1 }, 'Ending multiplicative factor expected to be between 0 and 1.'],
  ['LinearLR', { end_factor: -0.1 }, 'Ending multiplicative factor'],
  ['PolynomialLR', { power: -1 }, 'ZeroDivisionError: 0.0 cannot be raised to a negative power'],
  ['CosineAnnealingLR', { T_max: 0 }, 'T_max must be greater than 0, but is: 0.'],
  ['CosineAnnealingWarmRestarts', { T_0: 0 }, 'Expected positive integer T_0'],
  ['CosineAnnealingWarmRestarts', { T_0: 2, T_mult: 0 }, 'Expected integer T_mult >= 1'],
  ['CosineAnnealingWarmRestarts', { T_0: 1.5 }, 'T_0 is 1.5, but must be a whole number'],
  [
    'CyclicLR',
    { base_lr: 0.1, max_lr: 1, mode: 'triangle' },
    'mode is "triangle", but must be one of triangular',
  ],
  ['CyclicLR', { base_lr: 0.1, max_lr: 1, step_size_up: 0 }, 'step_size_up must be greater than 0'],
  ['CyclicLR', { base_lr: [0.1, 0.2], max_lr: 1 }, 'expected 1 value, got 2'],
  ['CyclicLR', { base_lr: 0.1, max_lr: 1, scale_fn: 'lambda x: x' }, 'which YAML cannot hold'],
  ['OneCycleLR', { max_lr: 1 }, 'You must define either total_steps OR (epochs AND steps_per_epoch)'],
  ['OneCycleLR', { max_lr: 1, epochs: 3 }, 'You must define either total_steps OR'],
  ['OneCycleLR', { max_lr: 1, total_steps: 0 }, 'Expected positive integer total_steps'],
  ['OneCycleLR', { max_lr: 1, total_steps: 9, pct_start: 1.5 }, 'Expected float between 0 and 1 pct_start'],
  ['OneCycleLR', { max_lr: 1, total_steps: 10, pct_start: 0.1 }, 'the rise has no length'],
  ['OneCycleLR', { max_lr: 1, total_steps: 9, anneal_strategy: 'cosine' }, 'must be one of cos, linear'],
  ['OneCycleLR', { max_lr: 1, total_steps: 9, div_factor: 0 }, 'div_factor is 0'],
  ['ReduceLROnPlateau', { factor: 1 }, 'Factor should be < 1.0.'],
  ['ReduceLROnPlateau', { min_lr: [0, 0] }, 'expected 1 value, got 2'],
  ['ReduceLROnPlateau', { mode: 'down' }, 'mode is "down", but must be one of min, max.'],
  ['ReduceLROnPlateau', { threshold_mode: 'relative' }, 'must be one of rel, abs.'],
  [
    'LambdaLR',
    { lr_lambda: '0.95 ** epohc' },
    'lr_lambda: Column 9: "epohc" is not known. Did you mean "epoch"?',
  ],
  ['LambdaLR', { lr_lambda: '1 / step' }, 'lr_lambda: Column 3: ZeroDivisionError: division by zero.'],
  ['LambdaLR', { lr_lambda: 'inf' }, 'its first value is .inf'],
  ['LambdaLR', { lr_lambda: null }, 'lr_lambda is null, but must be an expression'],
  ['LambdaLR', { lr_lambda: ['1', '2'] }, 'Expected 1 lr_lambdas, but got 2'],
  ['MultiplicativeLR', { lr_lambda: '1 / (step - 1)' }, 'ZeroDivisionError'],
  ['SequentialLR', inside(), 'SequentialLR expects at least one scheduler, but got no scheduler.'],
  [
    'SequentialLR',
    { schedulers: [linear, exponential], milestones: [] },
    'expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers 2 and the number of milestones to be equal to 0',
  ],
  [
    'SequentialLR',
    inside(linear, { ReduceLROnPlateau: {} }),
    'do not support `ReduceLROnPlateau` scheduler as it requires additional kwargs',
  ],
  [
    'SequentialLR',
    inside({ LinearLr: {} }),
    'torch.optim.lr_scheduler has no "LinearLr". Did you mean "LinearLR"?',
  ],
  ['SequentialLR', inside({ LinearLR: { start: 1 } }), '"start" is not an argument of torch’s LinearLR.'],
  ['SequentialLR', inside({ LinearLR: { interval: 'epoch' } }), 'interval stands beside schedulers'],
  ['SequentialLR', inside({ LinearLR: null }), 'The conf of LinearLR is null, but must be a mapping.'],
  ['SequentialLR', inside({ ExponentialLR: {} }), '"gamma" is missing'],
  ['SequentialLR', inside({ ...linear, ...exponential }), 'here are 2'],
  ['SequentialLR', inside({}), 'here are 0'],
  [
    'SequentialLR',
    { schedulers: ['LinearLR'], milestones: [] },
    'A scheduler is "LinearLR", but must be the name of its class and its conf',
  ],
  ['SequentialLR', inside(linear, { LinearLR: { total_iters: 0 } }), 'total_iters of LinearLR is 0'],
  ['SequentialLR', inside(linear, { ChainedScheduler: { schedulers: [linear] } }), 'NotImplementedError'],
  [
    'SequentialLR',
    inside(linear, { LambdaLR: { lr_lambda: '1 +' } }),
    'lr_lambda: Column 4: expected a number',
  ],
  [
    'SequentialLR',
    inside({ ChainedScheduler: { schedulers: [{ ConstantLR: { factor: 0 } }] } }),
    'factor is 0',
  ],
  ['SequentialLR', inside({ ConstantLR: { factor: 0, total_iters: 4 } }, exponential), 'factor is 0'],
  ['SequentialLR', inside(linear, { ConstantLR: { factor: 0 } }), 'factor is 0'],
  ['SequentialLR', inside({ PolynomialLR: { power: -1, total_iters: 4 } }, linear), 'power is -1'],
  [
    'ChainedScheduler',
    { schedulers: [] },
    'ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.',
  ],
  ['ChainedScheduler', { schedulers: [linear], last_epoch: -1 }, 'last_epoch'],
  [
    'ChainedScheduler',
    { schedulers: [{ OneCycleLR: { max_lr: 1 } }] },
    'You must define either total_steps OR',
  ],
  [
    'ChainedScheduler',
    { schedulers: [{ SequentialLR: { schedulers: [linear], milestones: [3] } }] },
    'the number of milestones to be equal to 1',
  ],
  [
    'ChainedScheduler',
    { schedulers: [{ MultiplicativeLR: { lr_lambda: 'epoch' } }] },
    'epoch is not known inside another schedule',
  ],
  [
    'ChainedScheduler',
    { schedulers: [{ LambdaLR: { lr_lambda: '1 + step' } }], interval: 'epoch' },
    'step is not known',
  ],
])('%s %j is refused', (type, conf, message) => {
  expect(errorsOf(`torch.${type}`, conf)).toContain(message);
});

test.each<[type: string, conf: Conf]>([
  ['StepLR', { step_size: 3, last_epoch: -1 }],
  ['ConstantLR', { factor: 0, total_iters: 0 }],
  ['PolynomialLR', { power: -1, total_iters: 4.5 }],
  ['SequentialLR', inside({ ConstantLR: { factor: 0, total_iters: 5 } }, exponential)],
  ['SequentialLR', inside(linear, { ConstantLR: { factor: 0, total_iters: 1 } }, exponential)],
  ['SequentialLR', inside({ PolynomialLR: { power: -1, total_iters: 9 } }, linear)],
  ['CyclicLR', { base_lr: 0.1, max_lr: 1, step_size_down: 0, scale_fn: null, scale_mode: 'cycle' }],
  ['OneCycleLR', { max_lr: [1], epochs: 3, steps_per_epoch: 4 }],
  ['LambdaLR', { lr_lambda: '1 / (step - 5)' }],
  ['MultiplicativeLR', { lr_lambda: '1 / step' }],
  ['SequentialLR', { schedulers: [linear, { ChainedScheduler: { schedulers: [linear] } }], milestones: [0] }],
  ['ChainedScheduler', { schedulers: [{ LambdaLR: { lr_lambda: '0.9 ** epoch' } }] }],
])('%s %j is taken', (type, conf) => {
  expect(errorsOf(`torch.${type}`, conf)).toBe('');
});

test.each<[type: string, missing: string[]]>([
  ['StepLR', ['step_size']],
  ['MultiStepLR', ['milestones']],
  ['ConstantLR', []],
  ['ExponentialLR', ['gamma']],
  ['CosineAnnealingLR', ['T_max']],
  ['CosineAnnealingWarmRestarts', ['T_0']],
  ['CyclicLR', ['base_lr', 'max_lr']],
  ['OneCycleLR', ['max_lr']],
  ['LambdaLR', ['lr_lambda']],
  ['SequentialLR', ['schedulers', 'milestones']],
])('%s needs %j', (type, missing) => {
  expect(missingOf(`torch.${type}`, {}).map((message) => message.split(' ')[0])).toEqual(missing);
});

test.each<[optimizer: string, type: string, conf: Conf, error: string]>([
  ['Adagrad', 'CyclicLR', { base_lr: 0.1, max_lr: 1 }, needsMomentum],
  ['Adagrad', 'OneCycleLR', { max_lr: 1, total_steps: 9 }, needsMomentum],
  [
    'Adagrad',
    'ChainedScheduler',
    { schedulers: [{ OneCycleLR: { max_lr: 1, total_steps: 9 } }] },
    needsMomentum,
  ],
  ['Adagrad', 'OneCycleLR', { max_lr: 1, total_steps: 9, cycle_momentum: false }, ''],
  ['Adam', 'OneCycleLR', { max_lr: 1, total_steps: 9 }, ''],
  ['SGD', 'CyclicLR', { base_lr: 0.1, max_lr: 1 }, ''],
])('%s under %s %j: "%s"', (optim_type, type, conf, error) => {
  const block = { type: `torch.${type}`, conf: { optim_type, optim_conf: { lr: 0.1 }, ...conf } };
  const config = readConfig(parseDocument(JSON.stringify({ optim_sches: block })));
  const errors = check(config, { target: 'runtime' }).filter(({ severity }) => severity === 'error');
  const messages = errors.map(({ message }) => message).join('\n');
  if (error === '') expect(messages).toBe('');
  else expect(messages).toContain(error);
});

test('OneCycleLR has no learning rate where torch stops: after its total', () => {
  const schedule = startSchedule('torch.OneCycleLR', { max_lr: 1, total_steps: 10 });
  const lr = (t: number) => schedule.lr({ realStep: t + 1, epoch: 1, currentLr: 1 });
  expect([9, 10, 11, 12].map((t) => Number.isFinite(lr(t)))).toEqual([true, true, false, false]);
});

test('an lr_lambda that fails later has no learning rate there', () => {
  const schedule = startSchedule('torch.LambdaLR', { lr_lambda: '1 / (step - 2)' });
  const lr = (t: number) => schedule.lr({ realStep: t + 1, epoch: 1, currentLr: 1 });
  expect([lr(1), lr(2), lr(3)]).toEqual([-0.1, Number.NaN, 0.1]);
});

const start = { end: undefined, warmupEnd: undefined, warmupEpochs: undefined, ignoresLr: false };
const long = inside({ LinearLR: { total_iters: 5 } }, { CosineAnnealingLR: { T_max: 40 } });

test.each<[type: string, conf: Conf, facts: Conf]>([
  ['StepLR', { step_size: 3 }, start],
  ['LinearLR', { total_iters: 9 }, { ...start, warmupEnd: 10 }],
  ['LinearLR', { total_iters: 9, interval: 'epoch' }, { ...start, warmupEpochs: 9 }],
  [
    'LinearLR',
    { total_iters: 9, start_factor: 1, end_factor: 0 },
    { ...start, end: ['total_iters', 9, 'real steps'] },
  ],
  ['CosineAnnealingLR', { T_max: 9, interval: 'epoch' }, { ...start, end: ['T_max', 9, 'epochs'] }],
  [
    'OneCycleLR',
    { max_lr: 1, total_steps: 100 },
    { ...start, end: ['total_steps', 100, 'real steps'], warmupEnd: 30, ignoresLr: true },
  ],
  [
    'OneCycleLR',
    { max_lr: 1, epochs: 5, steps_per_epoch: 20, pct_start: 0 },
    { ...start, end: ['epochs', 100, 'real steps'], ignoresLr: true },
  ],
  ['CyclicLR', { base_lr: 0.1, max_lr: 1 }, { ...start, ignoresLr: true }],
  ['SequentialLR', long, { ...start, end: ['schedulers', 45, 'real steps'], warmupEnd: 6 }],
  [
    'SequentialLR',
    { ...long, milestones: [3] },
    { ...start, end: ['schedulers', 43, 'real steps'], warmupEnd: 4 },
  ],
  [
    'SequentialLR',
    { ...long, milestones: [3], interval: 'epoch' },
    { ...start, end: ['schedulers', 43, 'epochs'], warmupEpochs: 3 },
  ],
  ['ChainedScheduler', { schedulers: [exponential, linear] }, { ...start, warmupEnd: 6 }],
  [
    'ChainedScheduler',
    { schedulers: [exponential, linear], interval: 'epoch' },
    { ...start, warmupEpochs: 5 },
  ],
  [
    'ChainedScheduler',
    { schedulers: [{ SequentialLR: inside({ CyclicLR: { base_lr: 1, max_lr: 2 } }) }] },
    { ...start, ignoresLr: true },
  ],
])('%s %j: %j', (type, given, facts) => {
  const entry = findScheduler(`torch.${type}`);
  const conf = entry?.conf.parse(given) ?? {};
  const end = entry?.end?.(conf);
  expect({
    end: end && [end.key, end.at, end.unit],
    warmupEnd: entry?.warmupEnd?.(conf),
    warmupEpochs: entry?.warmupEpochs?.(conf),
    ignoresLr: entry?.ignoresLr?.(conf) !== undefined,
  }).toEqual(facts);
});
