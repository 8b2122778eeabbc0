import { applyEdits, check, parseDocument, readConfig, schedulers } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

interface Training {
  readonly epochs?: number;
  readonly steps?: number;
  readonly accum?: number;
}

/** 1,000 real steps in 20 epochs. */
const short = { epochs: 20, steps: 50 };

function problems(type: string, conf: string, training: Training = short, optimType = 'AdamW') {
  const { epochs = 1, steps, accum = 1 } = training;
  const source = `num_epochs: ${epochs}\naccum_grad: ${accum}\noptim_sches: {type: ${type}, conf: {optim_type: ${optimType}, optim_conf: {}${conf && `, ${conf}`}}}\n`;
  return check(readConfig(parseDocument(source)), steps === undefined ? {} : { stepsPerEpoch: steps });
}

const decay = 'optim/epochs-as-steps';
const invalid = 'optim/invalid-lr';

describe('nothing left of the learning rate, or nothing that is one', () => {
  const cases: [type: string, conf: string, training: Training, codes: string[]][] = [
    ['torch.ExponentialLR', 'gamma: 0.9', short, [decay]],
    ['torch.ExponentialLR', 'gamma: 0.98', short, [decay]],
    ['torch.ExponentialLR', 'gamma: 0.98, interval: epoch', short, []],
    ['torch.ExponentialLR', 'gamma: 0.995', short, []],
    ['timm.StepLRScheduler', 'decay_t: 3, decay_rate: 0.5, t_in_epochs: false', short, [decay]],
    ['timm.StepLRScheduler', 'decay_t: 3, decay_rate: 0.5', short, []],
    ['timm.StepLRScheduler', 'decay_t: 100, decay_rate: 0.5, t_in_epochs: false', short, []],
    ['torch.MultiplicativeLR', 'lr_lambda: 0.9', short, [decay]],
    ['torch.MultiplicativeLR', 'lr_lambda: 0.999', short, []],
    ['torch.LambdaLR', 'lr_lambda: 0.9 ** step', short, [decay]],
    // As long as the training, down to 0 at its end.
    ['torch.LambdaLR', 'lr_lambda: 1 - step / 1000', short, []],
    ['torch.LambdaLR', 'lr_lambda: "max(0, 1 - step / 999)"', short, []],
    ['torch.LambdaLR', 'lr_lambda: 0', short, []],
    // A learning rate that is none.
    ['torch.LambdaLR', 'lr_lambda: 1 / (5 - step)', short, [invalid]],
    ['torch.LambdaLR', 'lr_lambda: 1 / (5000 - step)', { epochs: 20, steps: 500 }, [invalid]],
    ['torch.LambdaLR', 'lr_lambda: 1 - step / 400', short, [invalid]],
    ['torch.LambdaLR', 'lr_lambda: 1 - step / 400', { ...short, accum: 4 }, []],
    ['torch.LambdaLR', 'lr_lambda: 2.0 ** step', { epochs: 40, steps: 50 }, [invalid]],
    ['torch.MultiplicativeLR', 'lr_lambda: 1 / (5 - step)', short, [invalid]],
    // Told as what it is: the end of the schedule.
    ['torch.OneCycleLR', 'max_lr: 0.001, total_steps: 500', short, ['optim/schedule-ends-early']],
    // Nobody knows how long the training is.
    ['torch.LambdaLR', 'lr_lambda: 1 - step / 400', { epochs: 20 }, []],
    ['torch.ExponentialLR', 'gamma: 0.9', { epochs: 20 }, []],
  ];
  test.each(cases)('%s {%s} in %j', (type, conf, training, codes) => {
    const found = problems(type, conf, training).map(({ code }) => code);
    expect(found.filter((code) => code !== 'optim/unusual-peak')).toEqual(codes);
  });
});

describe('what is said', () => {
  const cases: [type: string, conf: string, training: Training, message: RegExp][] = [
    // 0.9^175 is the first below 1e-8.
    ['torch.ExponentialLR', 'gamma: 0.9', short, /by real step 176 nothing .* write interval: epoch\.$/],
    [
      'timm.StepLRScheduler',
      'decay_t: 3, decay_rate: 0.5, t_in_epochs: false',
      short,
      /by real step 82 nothing .* write t_in_epochs: true\.$/,
    ],
    [
      'torch.LambdaLR',
      'lr_lambda: 1 / (5 - step)',
      short,
      /^In real step 6 the learning rate of "main" is not a number: training stops there\. The training has 1000 real steps/,
    ],
    [
      'torch.LambdaLR',
      'lr_lambda: 1 - step / 400',
      short,
      /^In real step 402 .* is negative \(-2\.5\d*e-6\)/,
    ],
    [
      'torch.LambdaLR',
      'lr_lambda: 1 / (5000 - step)',
      { epochs: 20, steps: 500 },
      /^In real step 5001 .* is not a number/,
    ],
    [
      'torch.OneCycleLR',
      'max_lr: 0.001, total_steps: 500',
      short,
      /ends after 500 real steps \(total_steps\).*: from real step 502 on the learning rate is not a number/,
    ],
    [
      'torch.OneCycleLR',
      'max_lr: 0.001, total_steps: 5, interval: epoch',
      short,
      /from epoch 7 on the learning rate is not a number/,
    ],
    [
      'torch.OneCycleLR',
      'max_lr: 0.001, total_steps: 5, interval: epoch',
      { epochs: 20 },
      /from epoch 7 on the learning rate is not a number/,
    ],
    [
      'torch.LinearLR',
      'start_factor: 0.1, total_iters: 10000',
      short,
      /^The warm-up ends at real step 10001, but the training has 1000 real steps/,
    ],
  ];
  test.each(cases)('%s {%s} in %j', (type, conf, training, message) => {
    const found = problems(type, conf, training).filter(({ code }) => code !== 'optim/unusual-peak');
    expect(found.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });
});

test.each(schedulers.map((scheduler) => [scheduler.type, scheduler] as const))(
  '%s as in its example is a learning rate all along',
  (type, { example }) => {
    const { conf, steps, stepsPerEpoch = 100 } = example;
    const text = JSON.stringify({
      num_epochs: Math.floor(steps / stepsPerEpoch),
      optim_sches: { type, conf: { optim_type: 'SGD', optim_conf: { lr: example.lr }, ...conf } },
    });
    const found = check(readConfig(parseDocument(text)), { stepsPerEpoch }).map(({ code }) => code);
    expect(found.filter((code) => code === decay || code === invalid)).toEqual([]);
  },
);

describe('where and how it is told', () => {
  const at = (text: string) => {
    const [problem] = check(readConfig(parseDocument(text)));
    return { where: text.slice(problem?.span.start, problem?.span.end), ...problem };
  };
  const block = (type: string, conf: string, optimType = 'Adam', optimConf = '') =>
    `optim_sches: {type: ${type}, conf: {optim_type: ${optimType}, optim_conf: {${optimConf}}${conf && `, ${conf}`}}}\n`;
  const cases: [text: string, where: string, message: RegExp, fix?: string][] = [
    [block('torch.OneCycleLR', 'max_lr: 1e-3'), 'conf', /^You must define either total_steps/],
    [block('torch.OneCycleLR', 'max_lr: 1e-3, epochs: 77'), '77', /^You must define either total_steps/],
    ...['torch.optim.Adam', 'optim.Adam', 'adam', 'optim.adam', 'torch.optim.adam.Adam'].map(
      (name): [string, string, RegExp, string] => [
        block('noam.NoamLr', '', name),
        name,
        /Did you mean "Adam"\?$/,
        'Change to Adam',
      ],
    ),
    [
      block('noam.NoamLr', '', 'torch.optim.lr_scheduler.StepLR'),
      'torch.optim.lr_scheduler.StepLR',
      /is a learning-rate scheduler of torch, not an optimizer/,
    ],
    [
      block('noam.NoamLr', '', 'Adam', 'fused: True'),
      'fused',
      /^"fused" has no effect here and can be left out\. This runtime has its own/,
    ],
    [
      block('torch.StepLR', 'step_size: 1000, last_epoch: -1'),
      'last_epoch',
      /^"last_epoch" has no effect here and can be left out\. A resumed training/,
    ],
    [
      block('torch.LambdaLR', 'lr_lambda: 1 / step'),
      '1 / step',
      /ZeroDivisionError: division by zero\. It is computed first with step 0 and epoch 0: write an expression/,
    ],
    [
      block('torch.LambdaLR', 'lr_lambda: 1 +'),
      '1 +',
      /^lr_lambda: Column 4: expected a number, a name or "\(", found the end\.$/,
    ],
  ];
  test.each(cases)('%s', (text, where, message, fix) => {
    const problem = at(text);
    expect(problem.where).toBe(where);
    expect(problem.message).toMatch(message);
    expect(problem.fixes?.[0]?.title).toBe(fix ?? problem.fixes?.[0]?.title);
  });
});

describe('the fix has it stepped once an epoch', () => {
  test.each([
    ['{type: torch.ExponentialLR, conf: {optim_type: AdamW, optim_conf: {}, gamma: 0.9}}'],
    [
      '{type: timm.StepLRScheduler, conf: {optim_type: AdamW, optim_conf: {}, decay_t: 3, decay_rate: 0.5, t_in_epochs: false}}',
    ],
    [
      '{type: timm.CosineLRScheduler, conf: {optim_type: AdamW, optim_conf: {}, t_initial: 20, t_in_epochs: false}}',
    ],
  ])('%s', (written) => {
    const source = `num_epochs: 20\noptim_sches: ${written}\n`;
    const of = (text: string) => check(readConfig(parseDocument(text)), { stepsPerEpoch: 50 });
    const [problem] = of(source);
    expect(problem?.code).toBe(decay);
    expect(of(applyEdits(source, problem?.fixes[0]?.edits ?? []))).toEqual([]);
  });
});
