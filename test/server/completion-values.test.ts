import { afterAll, beforeAll, describe, it } from 'vitest';
import { bare, holdRow, model, own, type Row, startWithOwnCode } from './completion-rows.js';
import type { Editor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startWithOwnCode();
});
afterAll(() => editor.stop());

const rows: Readonly<Record<string, Row>> = {
  'a value': { text: bare('    optim_type: ▮'), first: ['Adam', 'AdamW', 'SGD'] },
  'a value behind the colon': {
    text: bare('    optim_type:▮'),
    accept: ['SGD', bare('    optim_type: SGD')],
  },
  'a value begun behind the colon': {
    text: bare('    optim_type:Ad▮'),
    accept: ['AdamW', bare('    optim_type: AdamW')],
  },
  'a value in brackets behind the colon': {
    text: 'optim_sches: {type: noam.NoamLr, conf: {optim_type:▮}}',
    accept: ['SGD', 'optim_sches: {type: noam.NoamLr, conf: {optim_type: SGD}}'],
  },
  'a value is replaced as a whole': {
    text: 'optim_sches:\n  type: noam.▮NoamLr\n  conf: {}',
    accept: ['exp.ExponentDecayLr', 'optim_sches:\n  type: exp.ExponentDecayLr\n  conf: {}'],
  },
  'a value between quotes': {
    text: 'optim_sches:\n  type: "no▮"\n  conf: {}',
    accept: ['noam.NoamLr', 'optim_sches:\n  type: "noam.NoamLr"\n  conf: {}'],
  },
  'a type brings its conf': {
    text: 'optim_sches:\n  main:\n    type: ▮\n',
    first: ['noam.NoamLr'],
    accept: [
      'exp.ExponentDecayLr',
      'optim_sches:\n  main:\n    type: exp.ExponentDecayLr\n    conf:\n      optim_type: Adam\n      optim_conf:\n        lr: 0.001\n      decay_factor: 0.999\n',
    ],
  },
  'but not where there is one': {
    text: 'optim_sches:\n  main:\n    type: ▮\n    conf: {}\n',
    accept: ['exp.ExponentDecayLr', 'optim_sches:\n  main:\n    type: exp.ExponentDecayLr\n    conf: {}\n'],
  },
  'a type of one’s own': {
    text: 'optim_sches:\n  type: ▮',
    has: ['mine.Curve'],
    without: ['mine.Other', 'mine.Net', 'noam.Noamlr'],
  },
  switches: { text: bare('    optim_type: SGD\n    optim_conf: {nesterov: ▮}'), first: ['true', 'false'] },
  words: { text: 'optim_sches:\n  type: torch.StepLR\n  conf:\n    interval: ▮', first: ['step', 'epoch'] },
  numbers: { text: bare('    warmup_steps: ▮'), first: ['4000', '200'] },
  'a learning rate': {
    text: bare('    optim_type: Adam\n    optim_conf:\n      lr: ▮'),
    first: ['0.001'],
    has: ['0.0044', '0.002', '1.0e-5'],
  },
  'two numbers': {
    text: bare('    optim_type: Adam\n    optim_conf:\n      betas: ▮'),
    first: ['[0.9, 0.999]', '[0.9, 0.98]'],
  },
  'one of two numbers': {
    text: bare('    optim_type: Adam\n    optim_conf:\n      betas: [0.9, ▮]'),
    first: ['0.999'],
  },
  'losses of the model': {
    text: `${model}${bare('    optim_losses: ▮')}`,
    first: ['loss', 'encoder_loss', 'decoder_loss'],
  },
  'losses of a model of one’s own': {
    text: `${own}${bare('    optim_losses: ▮')}`,
    first: ['loss', 'front_loss'],
  },
  'losses of a model that is unknown': { text: bare('    optim_losses: ▮'), first: ['loss'] },
  'losses in a list': {
    text: `${model}${bare('    optim_losses: [loss, ▮]')}`,
    first: ['encoder_loss'],
    without: ['loss'],
  },
  'losses in lines': {
    text: `${model}${bare('    optim_losses:\n      - loss\n      - ▮')}`,
    has: ['encoder_loss'],
  },
  'an item without a blank': {
    text: `${model}${bare('    optim_losses:\n      - loss\n      -▮')}`,
    accept: ['encoder_loss', `${model}${bare('    optim_losses:\n      - loss\n      - encoder_loss')}`],
  },
  'an item without its dash': {
    text: `${model}${bare('    optim_losses:\n      - loss\n      ▮')}`,
    accept: ['encoder_loss', `${model}${bare('    optim_losses:\n      - loss\n      - encoder_loss')}`],
  },
  'modules of the model': {
    text: `${model}${bare('    updated_modules: ▮')}`,
    first: ['encoder', 'decoder', 'null'],
  },
  'modules of a broken file': {
    text: `${model}  module_conf: {d_model: [\n${bare('    updated_modules: [▮')}`,
    first: ['encoder', 'decoder'],
  },
  models: { text: 'train_cfg:\n  model:\n    model_type: ▮', first: ['mine.Net', 'g2p.Transformer'] },
  'data sets': { text: 'data_cfg:\n  train:\n    type: ▮', first: ['mine.Voices', 'cmudict.CmuDict'] },
  'a part of the data': {
    text: 'data_cfg:\n  train:\n    type: cmudict.CmuDict\n    conf:\n      split: ▮',
    first: ['train', 'valid', 'test'],
  },
  'files beside this one': {
    text: 'num_epochs: 3\ntrain_cfg: ▮',
    has: ['train.yaml'],
    without: ['notes.txt', 'mine.ts'],
  },
  'metrics of the model that another file names': {
    text: 'train_cfg: train.yaml\nbest_model_selection: [valid, ▮]',
    first: ['per', 'wer', 'loss'],
  },
  'the first of a rule': {
    text: 'train_cfg: train.yaml\nbest_model_selection: [▮]',
    first: ['valid', 'train'],
  },
  'a whole rule': {
    text: 'train_cfg: train.yaml\nbest_model_selection:\n  - ▮',
    accept: [
      '[valid, wer, min, 1]',
      'train_cfg: train.yaml\nbest_model_selection:\n  - [valid, wer, min, 1]',
    ],
  },
  'behind a value nothing': { text: bare('    optim_type: Adam ▮'), none: true },
};

describe('values that are offered', () => {
  it.each(Object.entries(rows))('%s', (_name, row) => holdRow(editor, row));
});
