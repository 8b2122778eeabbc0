import { check, configCurve, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

interface Setting {
  /** Training steps in an epoch. */
  readonly steps?: number;
  readonly epochs?: number;
  readonly accum?: number;
  readonly optimizer?: string;
  readonly optimConf?: string;
}

const text = (type: string, conf: string, setting: Setting) => {
  const { epochs, accum, optimizer = 'AdamW', optimConf = '' } = setting;
  const around = [
    ...(epochs === undefined ? [] : [`num_epochs: ${epochs}`]),
    ...(accum === undefined ? [] : [`accum_grad: ${accum}`]),
  ];
  const block = `optim_sches: {type: ${type}, conf: {optim_type: ${optimizer}, optim_conf: {${optimConf}}, ${conf}}}`;
  return `${[...around, block].join('\n')}\n`;
};

const problems = (type: string, conf: string, setting: Setting = {}) =>
  check(
    readConfig(parseDocument(text(type, conf, setting))),
    setting.steps === undefined ? {} : { stepsPerEpoch: setting.steps },
  );

/** The codes without `optim/`, so that a table is legible. */
const codes = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ code }) => code.replace('optim/', ''));

const hundred = { epochs: 100, steps: 1000 };
const warm = 'num_warmup_steps: 1000';

describe('the lengths of a schedule against those of the training', () => {
  const cases: [type: string, conf: string, setting: Setting, expected: string[]][] = [
    // The end of the training is not known: nothing is said of it.
    ['transformers.linear', `${warm}, num_training_steps: 5000`, {}, []],
    ['transformers.linear', `${warm}, num_training_steps: 5000`, { epochs: 100 }, []],
    ['transformers.linear', `${warm}, num_training_steps: 5000`, { steps: 1000 }, []],
    ['transformers.linear', 'num_warmup_steps: 5, num_training_steps: 100', { epochs: 100 }, []],
    // It fits, within rounding and accum_grad.
    ['transformers.linear', `${warm}, num_training_steps: 100000`, hundred, []],
    ['transformers.linear', `${warm}, num_training_steps: 99000`, hundred, []],
    ['transformers.linear', `${warm}, num_training_steps: 25000`, { ...hundred, accum: 4 }, []],
    ['nemo.CosineAnnealing', 'max_steps: 100000, warmup_steps: 1000, min_lr: 1e-6', hundred, []],
    // Too short.
    ['transformers.linear', `${warm}, num_training_steps: 50000`, hundred, ['schedule-ends-early']],
    ['transformers.linear', `${warm}, num_training_steps: 25000`, hundred, ['schedule-ends-early']],
    ['transformers.cosine', `${warm}, num_training_steps: 50000`, hundred, ['schedule-ends-early']],
    [
      'nemo.CosineAnnealing',
      'max_steps: 50000, warmup_steps: 1000, min_lr: 1e-6',
      hundred,
      ['schedule-ends-early'],
    ],
    ['torch.CosineAnnealingLR', 'T_max: 50000', hundred, ['schedule-ends-early']],
    ['torch.CosineAnnealingLR', 'T_max: 50, interval: epoch', { epochs: 100 }, ['schedule-ends-early']],
    // Where its origin stops (torch allows one step more), a few steps too few are too few.
    ['torch.OneCycleLR', 'max_lr: 0.001, total_steps: 99998', hundred, ['schedule-ends-early']],
    ['torch.OneCycleLR', 'max_lr: 0.001, total_steps: 100000', hundred, []],
    ['torch.OneCycleLR', 'max_lr: 0.001, epochs: 100, steps_per_epoch: 1000', hundred, []],
    ['torch.CosineAnnealingLR', 'T_max: 99999', hundred, []],
    // Too long; a schedule that would not fall much further loses nothing.
    ['transformers.linear', `${warm}, num_training_steps: 200000`, hundred, ['schedule-ends-late']],
    [
      'transformers.linear',
      `${warm}, num_training_steps: 100000`,
      { ...hundred, accum: 4 },
      ['schedule-ends-late'],
    ],
    ['torch.CosineAnnealingLR', 'T_max: 200, interval: epoch', { epochs: 100 }, ['schedule-ends-late']],
    ['torch.CosineAnnealingLR', 'T_max: 100, interval: epoch', { epochs: 100 }, []],
    ['nemo.InverseSquareRootAnnealing', 'max_steps: 200000, warmup_steps: 1000', hundred, []],
    // The warm-up.
    ['transformers.linear', 'num_warmup_steps: 6000, num_training_steps: 5000', {}, ['warmup-beyond-end']],
    [
      'transformers.linear',
      'num_warmup_steps: 6000, num_training_steps: 5000',
      hundred,
      ['warmup-beyond-end'],
    ],
    ['transformers.inverse_sqrt', 'num_warmup_steps: 200000', hundred, ['warmup-beyond-training']],
    // A warm-up that ends at the peak is no end.
    ['torch.LinearLR', 'start_factor: 0.01, total_iters: 1000', hundred, []],
    ['torch.ConstantLR', 'factor: 0.5, total_iters: 1000', hundred, []],
    // Numbers of epochs, counted in real steps.
    ['transformers.linear', 'num_warmup_steps: 5, num_training_steps: 100', hundred, ['epochs-as-steps']],
    ['torch.CosineAnnealingLR', 'T_max: 100', hundred, ['epochs-as-steps']],
    ['torch.StepLR', 'step_size: 30', hundred, ['epochs-as-steps']],
    ['torch.MultiStepLR', 'milestones: [30, 80]', hundred, ['epochs-as-steps']],
    ['torch.MultiStepLR', 'milestones: [30000, 80000]', hundred, []],
    ['torch.MultiStepLR', 'milestones: [30, 80], interval: epoch', hundred, []],
    ['torch.MultiStepLR', 'milestones: [30, 80]', { epochs: 100, steps: 2 }, []],
    ['torch.MultiStepLR', 'milestones: [30, 80]', { epochs: 100 }, []],
    ['torch.ExponentialLR', 'gamma: 0.95', hundred, ['epochs-as-steps']],
    ['torch.ExponentialLR', 'gamma: 0.95, interval: epoch', hundred, []],
    ['torch.ExponentialLR', 'gamma: 0.99999', hundred, []],
    ['torch.CosineAnnealingWarmRestarts', 'T_0: 10', hundred, ['epochs-as-steps']],
    ['torch.CosineAnnealingWarmRestarts', 'T_0: 10000', hundred, []],
    ['torch.SequentialLR', sequence(5, 95), hundred, ['epochs-as-steps']],
    ['torch.SequentialLR', sequence(5000, 95000), hundred, []],
  ];
  test.each(cases)('%s {%s} in %j', (type, conf, setting, expected) => {
    expect(codes(type, conf, setting)).toEqual(expected);
  });
});

function sequence(warmup: number, rest: number) {
  return `schedulers: [{LinearLR: {start_factor: 0.1, total_iters: ${warmup}}}, {CosineAnnealingLR: {T_max: ${rest}}}], milestones: [${warmup}]`;
}

describe('what is said of the end', () => {
  const cases: [type: string, conf: string, setting: Setting, severity: string, message: RegExp][] = [
    [
      'transformers.linear',
      `${warm}, num_training_steps: 50000`,
      hundred,
      'warning',
      /ends after 50000 real steps \(num_training_steps\), but the training has 100000 .* from real step 50001 on the learning rate is 0/,
    ],
    [
      'transformers.cosine',
      `${warm}, num_training_steps: 50000`,
      hundred,
      'warning',
      /rises again, up to (1\.0|9\.\d+)e-[34]/,
    ],
    [
      'nemo.CosineAnnealing',
      'max_steps: 50000, warmup_steps: 1000, min_lr: 1e-6',
      hundred,
      'information',
      /stays at 1\.0e-6\. Write max_steps: 100000/,
    ],
    [
      'torch.CosineAnnealingLR',
      'T_max: 50, interval: epoch',
      { epochs: 100 },
      'warning',
      /ends after 50 epochs \(T_max\), but the training has 100 epochs: from epoch 51 on the learning rate rises again/,
    ],
    [
      'torch.OneCycleLR',
      'max_lr: 0.001, total_steps: 50000',
      hundred,
      'error',
      /from real step 50002 on the learning rate is not a number: its origin stops there\. Write total_steps: 100000/,
    ],
    [
      'transformers.linear',
      `${warm}, num_training_steps: 200000`,
      hundred,
      'information',
      /stops at a learning rate of 5\.0\de-4|stops at a learning rate of 5\.0e-4/,
    ],
    [
      'transformers.linear',
      'num_warmup_steps: 5, num_training_steps: 100',
      hundred,
      'warning',
      /over within the first of 100 epochs\. If 100 means epochs, write num_training_steps in real steps: 100 epochs are 100000\./,
    ],
  ];
  test.each(cases)('%s {%s} in %j', (type, conf, setting, severity, message) => {
    const [problem] = problems(type, conf, setting);
    expect(problem?.severity).toBe(severity);
    expect(problem?.message).toMatch(message);
  });
});

describe('learning rates that are not the peak', () => {
  const wide = 'd_model: 512, warmup_steps: 10000';
  const cases: [type: string, conf: string, setting: Setting, expected: string[]][] = [
    ['nemo.NoamAnnealing', wide, { optimConf: 'lr: 5' }, []],
    ['nemo.NoamAnnealing', wide, { optimConf: 'lr: 0.001' }, ['unusual-peak']],
    // Below the usual range, but by less than an order of magnitude.
    ['nemo.NoamAnnealing', 'd_model: 256, warmup_steps: 400', { optimConf: 'lr: 0.001' }, ['unusual-peak']],
    ['espnet.NoamLR', 'model_size: 256, warmup_steps: 400', { optimConf: 'lr: 0.001' }, ['unusual-peak']],
    ['espnet.NoamLR', 'model_size: 256, warmup_steps: 400', { optimConf: 'lr: 1' }, []],
    // Written as such, a small learning rate is one.
    ['transformers.linear', `${warm}, num_training_steps: 50000`, { optimConf: 'lr: 3e-6' }, []],
    ['espnet.NoamLR', 'model_size: 256, warmup_steps: 25000', { optimConf: 'lr: 5' }, []],
    ['espnet.NoamLR', 'model_size: 256, warmup_steps: 25000', { optimConf: 'lr: 1e-4' }, ['unusual-peak']],
    ['espnet.WarmupLR', 'warmup_steps: 25000', { optimConf: 'lr: 5' }, ['unusual-peak']],
    ['transformers.cosine', `${warm}, num_training_steps: 50000`, { optimConf: 'lr: 3e-4' }, []],
    ['noam.NoamLr', 'd_model: 512', { optimConf: 'lr: 5' }, ['ignored-lr']],
    ['torch.OneCycleLR', 'max_lr: 0.01, total_steps: 1000', { optimConf: 'lr: 5' }, ['ignored-lr']],
    ['torch.OneCycleLR', 'max_lr: 10, total_steps: 1000', {}, ['unusual-peak']],
    ['torch.CyclicLR', 'base_lr: 1e-7, max_lr: 1e-3', {}, []],
    ['timm.CosineLRScheduler', 't_initial: 100, warmup_t: 5, warmup_lr_init: 1e-7', { epochs: 100 }, []],
  ];
  test.each(cases)('%s {%s} with %j', (type, conf, setting, expected) => {
    expect(codes(type, conf, setting)).toEqual(expected);
  });

  test('a factor is told as one, with a value that gives a usual peak', () => {
    const [problem] = problems('nemo.NoamAnnealing', wide, { optimConf: 'lr: 0.001' });
    expect(problem?.message).toContain('lr is not the peak but a factor: the peak is 4.42e-4 times lr');
    const advised = /write lr: ([\d.e+-]+)\.$/.exec(problem?.message ?? '')?.[1];
    expect(codes('nemo.NoamAnnealing', wide, { optimConf: `lr: ${advised}` })).toEqual([]);
  });
});

describe('keys that do not go together', () => {
  const cases: [type: string, conf: string, at: string, message: RegExp][] = [
    ['nemo.CosineAnnealing', 'max_steps: 100, warmup_steps: 10, warmup_ratio: 0.5', '0.5', /Either use/],
    ['transformers.cosine_with_min_lr', 'num_warmup_steps: 1, num_training_steps: 9', 'conf', /min_lr/],
  ];
  test.each(cases)('%s {%s}', (type, conf, at, message) => {
    const source = text(type, conf, {});
    const config = readConfig(parseDocument(source));
    const [problem, ...rest] = check(config);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ code: 'optim/invalid-value', severity: 'error' });
    expect(problem?.message).toMatch(message);
    expect(source.slice(problem?.span.start, problem?.span.end)).toContain(at);
    // What its origin refuses has no curve.
    expect(configCurve(config, { steps: 10 }).optimizers).toEqual([]);
  });

  test('a conflict inside a list is told where it stands', () => {
    const inner = '{ConstantLR: {factor: 0, total_iters: 5}}';
    const source = text(
      'torch.SequentialLR',
      `schedulers: [${inner}, {ExponentialLR: {gamma: 0.9}}], milestones: [9]`,
      {},
    );
    const [problem] = check(readConfig(parseDocument(source)));
    expect(problem?.code).toBe('optim/invalid-value');
    expect(source.indexOf(inner)).toBeLessThanOrEqual(problem?.span.start ?? 0);
    expect(source.indexOf(inner) + inner.length).toBeGreaterThanOrEqual(problem?.span.end ?? 1e9);
  });
});

describe('metrics', () => {
  const experiment = (monitor: string, valid = '\n  valid: {type: cmudict.CmuDict, conf: {}}') =>
    `data_cfg:\n  train: {type: cmudict.CmuDict, conf: {}}${valid}\ntrain_cfg:\n  model: {model_type: g2p.Transformer}\n  optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: Adam, optim_conf: {}${monitor}}}\n`;
  const cases: [name: string, text: string, expected: string[]][] = [
    ['its own metric', experiment(', monitor: per'), []],
    ['a loss', experiment(', monitor: decoder_loss'), []],
    ['the sum of the losses', experiment(', monitor: null'), []],
    ['no such metric', experiment(', monitor: perr'), ['optim/missing-metric']],
    ['no validation', experiment('', ''), ['optim/missing-metric']],
    ['no validation, and no such metric', experiment(', monitor: perr', ''), ['optim/missing-metric']],
    [
      'a misspelled split',
      experiment('', '\n  vaild: {type: cmudict.CmuDict, conf: {}}'),
      ['optim/unknown-data'],
    ],
    ['no data at all', experiment('').replace(/^data_cfg[\s\S]*?(?=train_cfg)/, ''), []],
  ];
  test.each(cases)('%s', (_, source, expected) => {
    expect(check(readConfig(parseDocument(source))).map(({ code }) => code)).toEqual(expected);
  });
});

describe('optimizers that make something else of the schedule', () => {
  const linear = `${warm}, num_training_steps: 50000`;
  const cases: [type: string, conf: string, optimizer: string, expected: string[]][] = [
    ['transformers.linear', linear, 'Rprop', ['schedule-effect']],
    ['transformers.linear', linear, 'ASGD', ['schedule-effect']],
    ['transformers.linear', linear, 'Adafactor', ['schedule-effect']],
    ['transformers.linear', linear, 'Adam', []],
    ['transformers.constant', '', 'Adafactor', []],
    ['transformers.reduce_lr_on_plateau', '', 'Adafactor', ['schedule-effect']],
  ];
  test.each(cases)('%s {%s} with %s', (type, conf, optimizer, expected) => {
    expect(codes(type, conf, { optimizer })).toEqual(expected);
  });
});

test('a key by which an origin resumes has no effect', () => {
  const found = problems('transformers.constant', 'last_epoch: -1');
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([['optim/no-effect', 'hint']]);
});

describe('a type that is none names what there is, in a message that can be read', () => {
  const cases: [type: string, message: RegExp][] = [
    [
      'torch.Staircase',
      /"torch\.Staircase" is not a learning-rate schedule\. torch has "torch\.StepLR", .* and "torch\.\w+"\./,
    ],
    [
      'keras.Schedule',
      /There are \d+, such as "noam\.NoamLr", of noam, exp, torch, .* and \w+\. For a schedule of your own/,
    ],
  ];
  test.each(cases)('%s', (type, message) => {
    const [problem] = problems(type, 'updated_modules: null');
    expect(problem?.message).toMatch(message);
    expect(problem?.message.length).toBeLessThan(1000);
  });
});
