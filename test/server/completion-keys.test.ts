import { afterAll, beforeAll, describe, it } from 'vitest';
import { bare, holdRow, model, type Row, startWithOwnCode } from './completion-rows.js';
import type { Editor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startWithOwnCode();
});
afterAll(() => editor.stop());

const rows: Readonly<Record<string, Row>> = {
  'an empty file is a new experiment': {
    text: '▮',
    has: ['train_cfg', 'num_epochs', 'optim_sches'],
    first: ['data_cfg', 'train_cfg'],
  },
  'an experiment has its block in train_cfg': {
    text: 'train_cfg: {}\n▮',
    without: ['train_cfg', 'optim_sches', 'model'],
    has: ['accum_grad'],
  },
  'a file of train_cfg has no train_cfg': {
    text: 'optim_sches: {}\n▮',
    without: ['train_cfg', 'optim_sches'],
    has: ['model', 'num_epochs'],
  },
  'another file of YAML is left alone': { text: 'services:\n  web: {}\n▮', none: true },
  'the block is known in any file': {
    text: 'services:\n  x:\n    optim_sches:\n      ▮',
    has: ['type', 'conf'],
  },
  'required keys come first': { text: bare('    ▮'), first: ['optim_type', 'optim_conf', 'warmup_steps'] },
  'then those in use': {
    text: bare('    optim_type: Adam\n    optim_conf: {}\n    ▮'),
    first: ['warmup_steps', 'optim_losses', 'updated_modules'],
  },
  'a key is not offered twice': {
    text: bare('    optim_type: Adam\n    ▮\n    warmup_steps: 3\n'),
    without: ['optim_type', 'warmup_steps'],
    has: ['optim_conf'],
  },
  'nor one that is half-typed elsewhere': {
    text: bare('    optim_type Adam\n    warmup_steps:3\n    ▮'),
    without: ['warmup_steps'],
    has: ['optim_type'],
  },
  'one spelling of the losses': {
    text: bare('    optim_loss: loss\n    ▮'),
    without: ['optim_losses', 'optim_loss'],
  },
  'a key at the cursor may be replaced': {
    text: bare('    warm▮up_steps: 5\n'),
    accept: ['d_model', bare('    d_model: 5\n')],
  },
  'a half-typed key': {
    text: bare('    warm▮\n'),
    accept: ['warmup_steps', bare('    warmup_steps: 4000\n')],
  },
  'a key without its colon': {
    text: bare('    warmup▮ 5\n'),
    accept: ['warmup_steps', bare('    warmup_steps: 5\n')],
  },
  'a key below a broken line': {
    text: bare('    optim_type: [Adam\n    ▮\n'),
    has: ['warmup_steps'],
    without: ['optim_type'],
  },
  'a key beside an open quote': { text: bare('    optim_type: "Adam\n    ▮\n'), has: ['warmup_steps'] },
  'a key too far in': {
    text: bare('    optim_type: Adam\n        ▮\n'),
    accept: ['warmup_steps', bare('    optim_type: Adam\n    warmup_steps: 4000\n')],
  },
  'a key not far enough in': {
    text: 'optim_sches:\n    type: noam.NoamLr\n  ▮',
    accept: [
      'conf',
      'optim_sches:\n    type: noam.NoamLr\n    conf:\n      optim_type: Adam\n      optim_conf:\n        lr: 0.002\n      warmup_steps: 4000',
    ],
  },
  'options of the optimizer': {
    text: bare('    optim_type: SGD\n    optim_conf:\n      ▮'),
    has: ['lr', 'momentum', 'nesterov'],
    without: ['betas'],
  },
  'options of torch’s spelling': {
    text: bare('    optim_type: sgd.SGD\n    optim_conf:\n      ▮'),
    has: ['momentum'],
  },
  'options in brackets': {
    text: bare('    optim_type: Adam\n    optim_conf: {lr: 1, ▮}'),
    without: ['lr'],
    accept: ['eps', bare('    optim_type: Adam\n    optim_conf: {lr: 1, eps: 1.0e-8}')],
  },
  'options in brackets, without a blank': {
    text: bare('    optim_type: Adam\n    optim_conf: {lr: 1,▮}'),
    accept: ['eps', bare('    optim_type: Adam\n    optim_conf: {lr: 1, eps: 1.0e-8}')],
  },
  'brackets that are open': {
    text: bare('    optim_type: Adam\n    optim_conf: {lr: 1, we▮\n    warmup_steps: 3'),
    has: ['weight_decay'],
    without: ['lr', 'warmup_steps'],
  },
  'everything in one line': {
    text: 'optim_sches: {type: noam.NoamLr, conf: {optim_conf: {▮}, optim_type: SGD}}',
    has: ['momentum'],
  },
  'a conf in one line': {
    text: 'optim_sches: {type: exp.ExponentDecayLr, ▮}',
    accept: [
      'conf',
      'optim_sches: {type: exp.ExponentDecayLr, conf: {optim_type: Adam, optim_conf: {lr: 0.001}, decay_factor: 0.999}}',
    ],
  },
  'the schedule’s own keys': {
    text: 'optim_sches:\n  one:\n    type: torch.StepLR\n    conf:\n      ▮',
    first: ['optim_type', 'optim_conf', 'step_size'],
    without: ['warmup_steps'],
  },
  'the type may stand below': {
    text: 'optim_sches:\n  one:\n    conf:\n      ▮\n    type: torch.StepLR',
    has: ['step_size'],
  },
  'the type may be a reference': {
    text: 't: torch.StepLR\noptim_sches:\n  one:\n    type: !ref <t>\n    conf:\n      ▮',
    has: ['step_size'],
  },
  'a schedule of one’s own': {
    text: 'optim_sches:\n  one:\n    type: mine.Curve\n    conf:\n      ▮',
    has: ['optim_type', 'updated_modules'],
    without: ['warmup_steps'],
  },
  'conf brings the schedule’s keys': {
    text: 'optim_sches:\n  type: torch.StepLR\n  ▮',
    accept: [
      'conf',
      'optim_sches:\n  type: torch.StepLR\n  conf:\n    optim_type: SGD\n    optim_conf:\n      lr: 0.1\n      momentum: 0.9\n    step_size: 30\n    gamma: 0.1\n    interval: epoch',
    ],
  },
  module_conf: {
    text: `${model}  module_conf:\n    d_model: 3\n    ▮`,
    has: ['dropout'],
    without: ['d_model'],
  },
  data_cfg: { text: 'data_cfg:\n  ▮', first: ['train', 'valid'] },
  data: { text: 'data_cfg:\n  valid:\n    ▮', first: ['type'], has: ['conf'] },
  'conf of data': {
    text: 'data_cfg:\n  valid:\n    type: cmudict.CmuDict\n    conf: {▮}',
    first: ['split', 'batch_size'],
  },
  model_conf: {
    text: `${model}  model_conf:\n    ▮`,
    accept: ['pretrained_model', `${model}  model_conf:\n    pretrained_model: runs/quick`],
  },
  'a scheduler in another': {
    text: 'optim_sches:\n  type: torch.SequentialLR\n  conf:\n    schedulers:\n      - ▮',
    has: ['LinearLR'],
    without: ['torch.LinearLR'],
  },
  'one name for each': {
    text: 'optim_sches:\n  type: torch.SequentialLR\n  conf:\n    schedulers:\n      - LinearLR: {}\n        ▮',
    none: true,
  },
  'its keys': {
    text: 'optim_sches:\n  type: torch.SequentialLR\n  conf:\n    schedulers:\n      - LinearLR:\n          ▮',
    has: ['start_factor'],
    without: ['interval'],
  },
  CRLF: {
    text: 'optim_sches:\r\n  type: noam.NoamLr\r\n  conf:\r\n    optim_type: Adam\r\n    warm▮\r\n',
    accept: [
      'warmup_steps',
      'optim_sches:\r\n  type: noam.NoamLr\r\n  conf:\r\n    optim_type: Adam\r\n    warmup_steps: 4000\r\n',
    ],
  },
  tabs: { text: 'optim_sches:\n\ttype: noam.NoamLr\n\tconf:\n\t\t▮', has: ['optim_type'] },
  'non-ASCII around': {
    text: 'größe: 3 # 🎵\noptim_sches:\n  主:\n    type: noam.NoamLr\n    ▮',
    first: ['conf'],
  },
  'a line between named ones': {
    text: 'optim_sches:\n  one:\n    type: noam.NoamLr\n  ▮\n  two: {}\n',
    without: ['type', 'conf'],
    has: ['Transformer with warm-up'],
  },
};

describe('keys that are offered', () => {
  it.each(Object.entries(rows))('%s', (_name, row) => holdRow(editor, row));
});
