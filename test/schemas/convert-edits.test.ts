import type { Conversion } from '@optim-sches/schemas';
import { applyEdits, convertSchedule, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const block = (type: string, conf: string, lr: number | undefined, around = '') =>
  `${around}optim_sches: {type: ${type}, conf: {optim_type: AdamW, optim_conf: {${lr === undefined ? '' : `lr: ${lr}`}}${conf === '' ? '' : `, ${conf}`}}}\n`;

const read = (text: string) => readConfig(parseDocument(text));

function converted(text: string, to: string, steps: number): Conversion {
  const result = convertSchedule(read(text), 'main', to, { steps });
  if ('reason' in result) throw new Error(result.reason);
  return result.conversion;
}

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
      warmup_lr_init: 1.0e-5
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
