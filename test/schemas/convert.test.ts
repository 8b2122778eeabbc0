import type { Conversion } from '@optim-sches/schemas';
import {
  applyEdits,
  check,
  configCurve,
  conversionsOf,
  convertibleTo,
  convertSchedule,
  findScheduler,
  parseDocument,
  readConfig,
  samenessWords,
  schedulers,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const block = (type: string, conf: string, lr: number | undefined, around = '') =>
  `${around}optim_sches: {type: ${type}, conf: {optim_type: AdamW, optim_conf: {${lr === undefined ? '' : `lr: ${lr}`}}${conf === '' ? '' : `, ${conf}`}}}\n`;

const read = (text: string) => readConfig(parseDocument(text));

function converted(text: string, to: string, steps: number): Conversion {
  const result = convertSchedule(read(text), 'main', to, { steps });
  if ('reason' in result) throw new Error(result.reason);
  return result.conversion;
}

/** The learning rates of all real steps, from the text itself. */
function curve(text: string, steps: number) {
  const [optimizer] = configCurve(read(text), { steps, stepsPerEpoch: 1000 }).optimizers;
  if (!optimizer) throw new Error('There is no curve.');
  return optimizer.lr;
}

const far = (a: number, b: number) => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

const steps = 3000;
const sequence = (first: string, second: string, at: number) =>
  `schedulers: [{LinearLR: {${first}}}, {${second}}], milestones: [${at}]`;

type Row = [from: string, conf: string, lr: number, to: string, kind: Conversion['sameness']['kind']];

const noams: Row[] = [
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'espnet.WarmupLR', 'exact'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'espnet.NoamLR', 'exact'],
  ['noam.NoamLr', 'warmup_steps: 400, d_model: 256', 1, 'espnet.NoamLR', 'exact'],
  ['noam.NoamLr', 'warmup_steps: 400, d_model: 256', 1, 'espnet.WarmupLR', 'exact'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'nemo.InverseSquareRootAnnealing', 'exact'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'transformers.inverse_sqrt', 'shifted'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'fairseq.inverse_sqrt', 'shifted'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'nemo.NoamAnnealing', 'shifted'],
  ['noam.NoamLr', 'warmup_steps: 400', 0.002, 'speechbrain.NoamScheduler', 'shifted'],
  ['espnet.NoamLR', 'warmup_steps: 400, model_size: 320', 5, 'noam.NoamLr', 'exact'],
  ['espnet.WarmupLR', 'warmup_steps: 400', 0.002, 'noam.Noamlr', 'exact'],
  ['transformers.inverse_sqrt', 'num_warmup_steps: 400', 0.002, 'noam.NoamLr', 'shifted'],
  ['transformers.inverse_sqrt', 'num_warmup_steps: 400', 0.002, 'fairseq.inverse_sqrt', 'exact'],
  ['transformers.inverse_sqrt', 'num_warmup_steps: 400', 0.002, 'speechbrain.NoamScheduler', 'exact'],
  ['transformers.inverse_sqrt', 'num_warmup_steps: 400', 0.002, 'nemo.NoamAnnealing', 'near'],
  ['fairseq.inverse_sqrt', 'warmup_updates: 400', 0.002, 'transformers.inverse_sqrt', 'exact'],
  ['fairseq.inverse_sqrt', 'warmup_updates: 400, lr: [0.001]', 0.002, 'transformers.inverse_sqrt', 'exact'],
  ['fairseq.inverse_sqrt', 'warmup_updates: 400, warmup_init_lr: 1e-5', 0.002, 'noam.NoamLr', 'near'],
  ['nemo.InverseSquareRootAnnealing', 'max_steps: null, warmup_steps: 399', 0.002, 'noam.NoamLr', 'exact'],
  [
    'nemo.InverseSquareRootAnnealing',
    'max_steps: 2000, warmup_ratio: 0.2',
    0.002,
    'noam.NoamLr',
    'until-end',
  ],
  ['nemo.NoamAnnealing', 'd_model: 512, warmup_steps: 400', 2, 'noam.NoamLr', 'shifted'],
  ['nemo.NoamAnnealing', 'd_model: 512, warmup_steps: 400', 2, 'espnet.NoamLR', 'shifted'],
  [
    'speechbrain.NoamScheduler',
    'n_warmup_steps: 400, lr_initial: 0.002',
    0,
    'transformers.inverse_sqrt',
    'exact',
  ],
  ['wenet.WarmupLR', 'warmup_steps: 400', 0.002, 'nemo.NoamAnnealing', 'exact'],
  ['espnet.WarmupLR', 'warmup_steps: 400', 0.002, 'wenet.WarmupLR', 'shifted'],
];

const cosines: Row[] = [
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'nemo.CosineAnnealing',
    'exact',
  ],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'nemo.CosineAnnealing',
    'until-end',
  ],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'timm.CosineLRScheduler',
    'exact',
  ],
  ['transformers.cosine', 'num_warmup_steps: 100, num_training_steps: 3000', 1e-3, 'fairseq.cosine', 'exact'],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'transformers.cosine_with_min_lr',
    'exact',
  ],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'transformers.cosine_warmup_with_min_lr',
    'exact',
  ],
  [
    'transformers.cosine',
    'num_warmup_steps: 0, num_training_steps: 3000',
    1e-3,
    'torch.CosineAnnealingLR',
    'exact',
  ],
  [
    'nemo.CosineAnnealing',
    'max_steps: 3000, warmup_steps: 100, min_lr: 1e-5',
    1e-3,
    'timm.CosineLRScheduler',
    'exact',
  ],
  [
    'nemo.CosineAnnealing',
    'max_steps: 3000, warmup_steps: 100, min_lr: 1e-5',
    1e-3,
    'fairseq.cosine',
    'exact',
  ],
  [
    'nemo.CosineAnnealing',
    'max_steps: 3000, warmup_steps: 100, min_lr: 1e-5',
    1e-3,
    'transformers.cosine_warmup_with_min_lr',
    'exact',
  ],
  ['nemo.CosineAnnealing', 'max_steps: 3000, min_lr: 1e-5', 1e-3, 'torch.CosineAnnealingLR', 'exact'],
  [
    'nemo.CosineAnnealing',
    'max_steps: 3000, warmup_steps: 100, min_lr: 1e-5',
    1e-3,
    'transformers.cosine_with_min_lr',
    'near',
  ],
  [
    'timm.CosineLRScheduler',
    't_initial: 2900, warmup_t: 100, warmup_lr_init: 1e-6, warmup_prefix: true, t_in_epochs: false',
    1e-3,
    'fairseq.cosine',
    'exact',
  ],
  [
    'timm.CosineLRScheduler',
    't_initial: 3000, warmup_t: 100, t_in_epochs: false',
    1e-3,
    'transformers.cosine',
    'near',
  ],
  ['timm.CosineLRScheduler', 't_initial: 3', 1e-3, 'torch.CosineAnnealingLR', 'exact'],
  [
    'torch.CosineAnnealingLR',
    'T_max: 3, eta_min: 1e-5, interval: epoch',
    1e-3,
    'timm.CosineLRScheduler',
    'exact',
  ],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'torch.SequentialLR',
    'exact',
  ],
  [
    'nemo.CosineAnnealing',
    'max_steps: 3000, warmup_steps: 100, min_lr: 1e-5',
    1e-3,
    'torch.SequentialLR',
    'exact',
  ],
  [
    'torch.SequentialLR',
    sequence('start_factor: 0.01, total_iters: 100', 'CosineAnnealingLR: {T_max: 2900}', 100),
    1e-3,
    'timm.CosineLRScheduler',
    'exact',
  ],
  ['nanogpt.get_lr', 'warmup_iters: 100, lr_decay_iters: 2500', 1e-3, 'nemo.CosineAnnealing', 'exact'],
  [
    'transformers.cosine',
    'num_warmup_steps: 100, num_training_steps: 3000',
    1e-3,
    'megatron.OptimizerParamScheduler',
    'exact',
  ],
];

const lines: Row[] = [
  [
    'transformers.linear',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'transformers.polynomial',
    'exact',
  ],
  [
    'transformers.linear',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'fairseq.polynomial_decay',
    'exact',
  ],
  [
    'transformers.linear',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'timm.PolyLRScheduler',
    'exact',
  ],
  [
    'transformers.linear',
    'num_warmup_steps: 0, num_training_steps: 2000',
    1e-3,
    'nemo.WarmupAnnealing',
    'exact',
  ],
  [
    'transformers.linear',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'nemo.WarmupAnnealing',
    'near',
  ],
  ['transformers.linear', 'num_warmup_steps: 0, num_training_steps: 2000', 1e-3, 'torch.LinearLR', 'exact'],
  [
    'transformers.linear',
    'num_warmup_steps: 0, num_training_steps: 2000',
    1e-3,
    'torch.PolynomialLR',
    'exact',
  ],
  [
    'transformers.linear',
    'num_warmup_steps: 100, num_training_steps: 2000',
    1e-3,
    'speechbrain.LinearWarmupScheduler',
    'exact',
  ],
  ['torch.PolynomialLR', 'total_iters: 2000, power: 2', 1e-3, 'nemo.PolynomialDecayAnnealing', 'exact'],
  [
    'torch.LinearLR',
    'start_factor: 1, end_factor: 0.1, total_iters: 2000',
    1e-3,
    'nemo.WarmupAnnealing',
    'exact',
  ],
  [
    'nemo.PolynomialDecayAnnealing',
    'max_steps: 2000, warmup_steps: 100, power: 2, min_lr: 1e-5',
    1e-3,
    'timm.PolyLRScheduler',
    'exact',
  ],
  [
    'fairseq.polynomial_decay',
    'warmup_updates: 100, total_num_update: 2000, power: 2',
    1e-3,
    'transformers.polynomial',
    'exact',
  ],
  ['nemo.WarmupAnnealing', 'max_steps: 2000, warmup_steps: 100', 1e-3, 'torch.SequentialLR', 'exact'],
];

const others: Row[] = [
  ['espnet.TristageLR', 'max_steps: 2000', 1e-3, 'fairseq.tri_stage', 'exact'],
  [
    'espnet.TristageLR',
    'max_steps: 1999, warmup_ratio: 0.13, hold_ratio: 0.37',
    1e-3,
    'fairseq.tri_stage',
    'exact',
  ],
  [
    'fairseq.tri_stage',
    'warmup_steps: 200, hold_steps: 800, decay_steps: 1000',
    1e-3,
    'espnet.TristageLR',
    'exact',
  ],
  [
    'fairseq.tri_stage',
    'warmup_steps: 200, hold_steps: 801, decay_steps: 997, init_lr_scale: 1e-3',
    1e-3,
    'espnet.TristageLR',
    'shifted',
  ],
  ['fairseq.tri_stage', 'phase_ratio: [0.1, 0.4, 0.5], max_update: 2000', 1e-3, 'espnet.TristageLR', 'exact'],
  [
    'fairseq.tri_stage',
    'warmup_steps: 200, hold_steps: 800, decay_steps: 1000',
    1e-3,
    'speechbrain.TriStageLRSchedule',
    'until-end',
  ],
  ['torch.StepLR', 'step_size: 300, gamma: 0.5', 1e-3, 'timm.StepLRScheduler', 'exact'],
  ['torch.StepLR', 'step_size: 300, gamma: 0.5', 1e-3, 'fairseq.step', 'exact'],
  ['torch.StepLR', 'step_size: 1, gamma: 0.5, interval: epoch', 1e-3, 'timm.StepLRScheduler', 'exact'],
  ['torch.StepLR', 'step_size: 300, gamma: 0.5', 1e-3, 'torch.ExponentialLR', 'near'],
  [
    'timm.StepLRScheduler',
    'decay_t: 300, decay_rate: 0.5, t_in_epochs: false',
    1e-3,
    'torch.StepLR',
    'exact',
  ],
  [
    'timm.StepLRScheduler',
    'decay_t: 300, decay_rate: 0.5, warmup_t: 50, t_in_epochs: false',
    1e-3,
    'fairseq.step',
    'exact',
  ],
  ['torch.ExponentialLR', 'gamma: 0.999', 1e-3, 'torch.StepLR', 'exact'],
  ['torch.ExponentialLR', 'gamma: 0.999', 1e-3, 'timm.StepLRScheduler', 'exact'],
  ['transformers.constant', '', 1e-3, 'torch.ConstantLR', 'exact'],
  ['transformers.constant', '', 1e-3, 'nemo.WarmupPolicy', 'exact'],
  ['transformers.constant', '', 1e-3, 'torch.LinearLR', 'exact'],
  ['transformers.constant_with_warmup', 'num_warmup_steps: 100', 1e-3, 'torch.LinearLR', 'exact'],
  ['nemo.WarmupPolicy', 'warmup_steps: 100', 1e-3, 'torch.LinearLR', 'exact'],
  ['nemo.WarmupPolicy', 'warmup_steps: 100', 1e-3, 'fairseq.fixed', 'exact'],
  [
    'torch.OneCycleLR',
    'max_lr: 0.01, total_steps: 3000, final_div_factor: 1',
    1e-3,
    'transformers.warmup_stable_decay',
    'exact',
  ],
  ['torch.OneCycleLR', 'max_lr: 0.01, total_steps: 3000', 1e-3, 'transformers.warmup_stable_decay', 'near'],
  [
    'torch.OneCycleLR',
    'max_lr: 0.01, total_steps: 3000, anneal_strategy: linear',
    1e-3,
    'torch.SequentialLR',
    'exact',
  ],
  [
    'transformers.warmup_stable_decay',
    'num_warmup_steps: 899, num_stable_steps: 0, num_decay_steps: 2100, warmup_type: cosine, min_lr_ratio: 0.04',
    1e-3,
    'torch.OneCycleLR',
    'exact',
  ],
  ['torch.ReduceLROnPlateau', 'patience: 2', 1e-3, 'transformers.reduce_lr_on_plateau', 'exact'],
  ['torch.ReduceLROnPlateau', 'patience: 0, mode: max', 1e-3, 'fairseq.reduce_lr_on_plateau', 'exact'],
  [
    'torch.ReduceLROnPlateau',
    'patience: 1, factor: 0.5, min_lr: 1e-4, cooldown: 2',
    1e-3,
    'timm.PlateauLRScheduler',
    'exact',
  ],
  ['timm.PlateauLRScheduler', 'patience_t: 1, monitor: per', 1e-3, 'torch.ReduceLROnPlateau', 'exact'],
  [
    'transformers.warmup_stable_decay',
    'num_warmup_steps: 100, num_stable_steps: 1900, num_decay_steps: 500',
    1e-3,
    'timm.WSDLRScheduler',
    'exact',
  ],
  [
    'timm.WSDLRScheduler',
    't_initial: 1900, decay_t: 500, warmup_t: 100, warmup_lr_init: 1e-5, t_in_epochs: false',
    1e-3,
    'megatron.OptimizerParamScheduler',
    'exact',
  ],
];

const tables = { noams, cosines, lines, others };
describe.each(Object.entries(tables))('%s', (_, rows) => {
  test.each(rows)('%s {%s} lr %s to %s: %s', (from, conf, lr, to, kind) => {
    // A schedule that follows a metric shows it only after many validations.
    const length = findScheduler(from)?.metric ? 100_000 : steps;
    const before = block(from, conf, lr);
    const { edits, sameness } = converted(before, to, length);
    expect([sameness.kind, samenessWords(sameness)]).toEqual([kind, expect.stringMatching(/\.$/)]);
    const after = applyEdits(before, edits);
    expect(read(after).optimSchedulers[0]?.type).toBe(to);
    const wrong = (text: string) => check(read(text)).filter(({ severity }) => severity === 'error');
    expect(wrong(after)).toEqual([]);

    const [a, b] = [curve(before, length), curve(after, length)];
    const peak = Math.max(...a.filter(Number.isFinite));
    const apart = a.map((value, index) =>
      Math.abs(value - (b[index] ?? Number.NaN)) < 1e-12 * peak ? 0 : far(value, b[index] ?? Number.NaN),
    );
    if (kind === 'exact') expect(Math.max(...apart)).toBeLessThanOrEqual(1e-9);
    if (sameness.kind === 'until-end')
      expect(Math.max(...apart.subarray(0, sameness.until))).toBeLessThanOrEqual(1e-9);
    if (sameness.kind === 'shifted') {
      const { shift } = sameness;
      const moved = [...a].map((value, index) => far(value, b[index + shift] ?? value));
      expect(Math.max(...moved)).toBeLessThanOrEqual(1e-9);
      expect(Math.max(...apart)).toBeGreaterThan(1e-9);
    }
    if (sameness.kind === 'near') {
      const { largest } = sameness;
      expect(apart[largest.step - 1]).toBeCloseTo(largest.relative, 9);
      expect(Math.max(...apart)).toBeCloseTo(largest.relative, 9);
      if (sameness.from !== undefined)
        expect(Math.max(...apart.subarray(sameness.from - 1))).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('what is edited', () => {
  const to = 'transformers.inverse_sqrt';
  const cases: [name: string, before: string, to: string, after: string][] = [
    [
      'comments, order and layout stay; a key with a counterpart is renamed',
      `optim_sches:
  type: noam.NoamLr # of the paper
  conf:
    # the optimizer
    optim_type: Adam
    warmup_steps: 4000 # ramp
    optim_conf:
      lr: 0.002 # peak
`,
      to,
      `optim_sches:
  type: transformers.inverse_sqrt # of the paper
  conf:
    # the optimizer
    optim_type: Adam
    num_warmup_steps: 4000 # ramp
    optim_conf:
      lr: 0.002 # peak
`,
    ],
    [
      'a reference with the right value stays one',
      'warm: 4000\noptim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf: {}\n    warmup_steps: !ref <warm>\n',
      to,
      'warm: 4000\noptim_sches:\n  type: transformers.inverse_sqrt\n  conf:\n    optim_type: Adam\n    optim_conf: {}\n    num_warmup_steps: !ref <warm>\n',
    ],
    [
      'keys are added and removed, lr is set',
      'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    d_model: 256\n    warmup_steps: 400\n    optim_conf: {}\n',
      'espnet.NoamLR',
      'optim_sches:\n  type: espnet.NoamLR\n  conf:\n    optim_type: Adam\n    model_size: 256\n    warmup_steps: 400\n    optim_conf: {lr: 1}\n',
    ],
    [
      'flow style, the last key goes',
      'optim_sches: {type: espnet.NoamLR, conf: {optim_type: Adam, optim_conf: {lr: 16}, warmup_steps: 100, model_size: 256}}\n',
      'espnet.WarmupLR',
      'optim_sches: {type: espnet.WarmupLR, conf: {optim_type: Adam, optim_conf: {lr: 0.1}, warmup_steps: 100}}\n',
    ],
    [
      'flow style, the first key goes',
      'optim_sches: {type: noam.NoamLr, conf: {d_model: 100, optim_type: Adam, optim_conf: {lr: 16}, warmup_steps: 100}}\n',
      'espnet.WarmupLR',
      'optim_sches: {type: espnet.WarmupLR, conf: {optim_type: Adam, optim_conf: {lr: 0.01}, warmup_steps: 100}}\n',
    ],
    [
      'flow style, keys are added behind the last',
      'optim_sches: {type: torch.StepLR, conf: {step_size: 3, optim_type: Adam, optim_conf: {lr: 16}}}\n',
      'timm.StepLRScheduler',
      'optim_sches: {type: timm.StepLRScheduler, conf: {decay_t: 3, optim_type: Adam, optim_conf: {lr: 16}, decay_rate: 0.1, t_in_epochs: false}}\n',
    ],
    [
      'block style with a nested list',
      `optim_sches:
  main:
    type: torch.SequentialLR
    conf:
      schedulers:
        - LinearLR: {start_factor: 0.01, total_iters: 100}
        - CosineAnnealingLR:
            T_max: 900
      milestones: [100]
      optim_type: Adam
      optim_conf: {}
num_epochs: 3
`,
      'timm.CosineLRScheduler',
      `optim_sches:
  main:
    type: timm.CosineLRScheduler
    conf:
      optim_type: Adam
      optim_conf: {}
      t_initial: 900
      warmup_t: 100
      warmup_lr_init: 0.00001
      warmup_prefix: true
      t_in_epochs: false
num_epochs: 3
`,
    ],
    [
      'line ends as they are',
      'optim_sches:\r\n  type: torch.StepLR\r\n  conf:\r\n    step_size: 3\r\n    optim_type: Adam\r\n    optim_conf: {}\r\n',
      'torch.ExponentialLR',
      'optim_sches:\r\n  type: torch.ExponentialLR\r\n  conf:\r\n    optim_type: Adam\r\n    optim_conf: {}\r\n    gamma: 0.464158883361278\r\n',
    ],
  ];
  test.each(cases)('%s', (_, before, type, after) => {
    expect(applyEdits(before, converted(before, type, 500).edits)).toBe(after);
  });

  test('an exponent is one to PyYAML too', () => {
    const text = block('torch.StepLR', 'step_size: 3', 1e-9);
    const { edits } = converted(text, 'fairseq.step', 9);
    expect(applyEdits(text, edits)).toContain('lr: 1e-9');
    const noam = block('espnet.NoamLR', 'warmup_steps: 100, model_size: 100', 1e-6);
    expect(applyEdits(noam, converted(noam, 'espnet.WarmupLR', 9).edits)).toContain('lr: 1.0e-8');
  });
});

describe('what is not converted', () => {
  const cases: [name: string, text: string, to: string, reason: RegExp][] = [
    [
      'no such type',
      block('torch.StepLR', 'step_size: 3', 1),
      'torch.SteppLR',
      /is not a learning-rate schedule/,
    ],
    ['itself', block('noam.Noamlr', '', 1), 'noam.NoamLr', /is a noam\.NoamLr already/],
    ['errors', block('torch.StepLR', 'step_size: 0', 1), 'torch.ExponentialLR', /has errors/],
    [
      'nothing in the table',
      block('torch.StepLR', 'step_size: 3', 1),
      'noam.NoamLr',
      /nothing is fitted by trial\. torch\.StepLR can be converted to torch\.ExponentialLR, .*timm\.StepLRScheduler/,
    ],
    ['a schedule of no group', block('exp.ExponentDecayLr', '', 1), 'noam.NoamLr', /No schedule is known/],
    [
      'restarts',
      block('timm.CosineLRScheduler', 't_initial: 3, cycle_limit: 4', 1),
      'fairseq.cosine',
      /restarts/,
    ],
    ['noise', block('timm.StepLRScheduler', 'decay_t: 3, noise_range_t: 2', 1), 'torch.StepLR', /noise/],
    [
      'a warm-up too many',
      block('nemo.WarmupPolicy', 'warmup_steps: 3', 1),
      'transformers.constant',
      /has no warm-up/,
    ],
    [
      'epochs',
      block('torch.CosineAnnealingLR', 'T_max: 3, interval: epoch', 1),
      'transformers.cosine',
      /counts real steps, and this schedule moves once an epoch/,
    ],
    [
      'what its target refuses',
      block('fairseq.step', 'lr_deacy_period: 3', 0.001),
      'torch.SequentialLR',
      /nothing to put in sequence/,
    ],
    [
      'keys from an anchor',
      'base: &base {warmup_steps: 400}\noptim_sches: {type: noam.NoamLr, conf: {<<: *base, optim_type: Adam, optim_conf: {}}}\n',
      'espnet.NoamLR',
      /an anchor/,
    ],
  ];
  test.each(cases)('%s', (_, text, to, reason) => {
    const result = convertSchedule(read(text), 'main', to, { steps: 50 });
    expect('reason' in result ? result.reason : 'converted').toMatch(reason);
  });
});

describe('the list of exact targets', () => {
  test('has those that are the same, with edits that work', () => {
    const text = block('nemo.CosineAnnealing', 'max_steps: 20000, warmup_steps: 100, min_lr: 1e-5', 1e-3);
    const found = conversionsOf(read(text), 'main');
    const kinds = Object.fromEntries(found.map(({ type, sameness }) => [type, sameness.kind]));
    expect(kinds).toMatchObject({
      'timm.CosineLRScheduler': 'exact',
      'torch.SequentialLR': 'until-end',
      'fairseq.cosine': 'until-end',
    });
    expect(Object.keys(kinds)).not.toContain('transformers.cosine_with_min_lr');
    for (const { edits, type } of found)
      expect(read(applyEdits(text, edits)).optimSchedulers[0]?.type).toBe(type);
  });

  test('every schedule is converted to no other kind than its group has', () => {
    for (const { type, aliases } of schedulers) {
      expect(convertibleTo(type)).not.toContain(type);
      for (const other of convertibleTo(type)) expect(convertibleTo(other)).toContain(type);
      for (const alias of aliases) expect(convertibleTo(alias)).toEqual(convertibleTo(type));
    }
  });

  test('the example of every schedule that can be converted is read by its group', () => {
    // Their examples have what no other schedule has: a smaller learning rate for a while, decays by epochs, a warm-up
    // before a plateau, the exponential fall of WSD.
    const special = [
      'torch.ConstantLR',
      'fairseq.fixed',
      'fairseq.reduce_lr_on_plateau',
      'timm.PlateauLRScheduler',
      'megatron.OptimizerParamScheduler',
    ];
    for (const { type, example } of schedulers) {
      if (special.includes(type) || convertibleTo(type).length === 0) continue;
      const conf = JSON.stringify(example.conf).slice(1, -1);
      const found = convertibleTo(type).map((to) =>
        convertSchedule(read(block(type, conf, example.lr)), 'main', to, { steps: 100 }),
      );
      expect([type, found.some((one) => 'conversion' in one)]).toEqual([type, true]);
    }
  });
});
