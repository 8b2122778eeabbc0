import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, docsOf, itemsAt } from './completion-harness.js';
import { type Editor, fullCapabilities, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({
    initializationOptions: { pictures: true },
    files: {
      'file:///work/mine.ts':
        'export class Curve extends OptimScheduler {}\nexport class Other {}\nexport class Net extends Model {\n  static readonly modules = ["front", "back"];\n  static readonly losses = ["loss", "front_loss"];\n}\nexport class Voices extends Dataset<number> {}\n',
      'file:///work/train.yaml': 'model:\n  model_type: g2p.Transformer\n',
      'file:///work/notes.txt': 'x',
    },
  });
});
afterAll(() => editor.stop());

const bare = (conf: string) => `optim_sches:\n  type: noam.NoamLr\n  conf:\n${conf}`;
const model = 'model:\n  model_type: g2p.Transformer\n';
const own = 'model:\n  model_type: mine.Net\n';

interface Row {
  readonly text: string;
  /** The first labels, in their order. */
  readonly first?: readonly string[];
  readonly has?: readonly string[];
  readonly without?: readonly string[];
  /** Nothing is offered. */
  readonly none?: true;
  /** A label, and the text after it has been accepted. */
  readonly accept?: readonly [label: string, result: string];
}

const rows: Readonly<Record<string, Row>> = {
  // Keys
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
  // Values
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
  // References
  'the key of the same name is first': {
    text: `a: 1\nwarmup_steps: 7\n${bare('    warmup_steps: ▮')}`,
    first: ['!ref <warmup_steps>', '4000'],
    has: ['!ref <a>'],
  },
  'references that fit': {
    text: `name: x\nsteps: 7\n${bare('    warmup_steps: ▮')}`,
    has: ['!ref <steps>'],
    without: ['!ref <name>', '!ref <optim_sches>'],
  },
  'a reference': {
    text: `steps: 7\nother: 8\n${bare('    warmup_steps: !ref <▮>')}`,
    has: ['steps', 'other'],
    accept: ['other', `steps: 7\nother: 8\n${bare('    warmup_steps: !ref <other>')}`],
  },
  'a reference that is open': {
    text: `steps: 7\n${bare('    warmup_steps: !ref <st▮')}`,
    accept: ['steps', `steps: 7\n${bare('    warmup_steps: !ref <steps>')}`],
  },
  'a reference in brackets': {
    text: `steps: 7\n${bare('    optim_type: Adam\n    optim_conf: {lr: !ref <▮>}')}`,
    first: ['steps'],
  },
  'a reference to no reference to itself': {
    text: 'a: 1\nnum_epochs: !ref <▮>',
    has: ['a'],
    without: ['num_epochs'],
  },
  'a non-ASCII reference': { text: `größe: 7\n${bare('    warmup_steps: !ref <▮>')}`, has: ['größe'] },
  tags: { text: `steps: 7\n${bare('    warmup_steps: !▮')}`, has: ['!ref', '!tuple', '!ref <steps>'] },
  aliases: { text: `a: &one 1\n${bare('    warmup_steps: *▮')}`, has: ['*one'] },
  // Where nothing is offered
  'a comment': { text: bare('    # warm▮\n'), none: true },
  'a comment behind a value': { text: bare('    warmup_steps: 3 # wa▮\n'), none: true },
  'a text': { text: 'note: |\n  optim▮\noptim_sches: {}', none: true },
  'a folded text': { text: 'note: >-\n  some text\n  optim▮\noptim_sches: {}', none: true },
  'a text of several words': { text: 'note: some words\n  optim▮\noptim_sches: {}', none: true },
  'a list of what nobody knows': { text: 'optim_sches: {}\nmine:\n  - ▮', none: true },
  'a mapping of what nobody knows': { text: 'optim_sches: {}\nmine:\n  ▮', none: true },
  // Starters
  'starters where a block is missing': {
    text: `${model}▮`,
    has: [
      'Transformer with warm-up',
      'Two optimizers on two losses',
      'Fine-tuning',
      'Plateau',
      'One cycle',
      'Cosine with warm-up',
    ],
  },
  'a starter in an empty block': {
    text: 'optim_sches:\n  ▮',
    accept: [
      'Plateau',
      'optim_sches:\n  type: torch.ReduceLROnPlateau\n  conf:\n    optim_type: Adam\n    optim_conf:\n      lr: 0.001\n    factor: 0.5\n    patience: 3',
    ],
  },
  'a starter beside named ones': {
    text: 'optim_sches:\n  main:\n    type: x\n    conf: {}\n  ▮',
    accept: [
      'Plateau',
      'optim_sches:\n  main:\n    type: x\n    conf: {}\n  main_2:\n    type: torch.ReduceLROnPlateau\n    conf:\n      optim_type: Adam\n      optim_conf:\n        lr: 0.001\n      factor: 0.5\n      patience: 3',
    ],
  },
  'none beside a bare one': { text: 'optim_sches:\n  type: x\n  ▮', without: ['Plateau'] },
  'none where the experiment has its train_cfg': { text: 'train_cfg: {}\n▮', without: ['Plateau'] },
  'starters take over the indentation': {
    text: 'train_cfg:\n    ▮',
    accept: [
      'Plateau',
      'train_cfg:\n    optim_sches:\n        type: torch.ReduceLROnPlateau\n        conf:\n            optim_type: Adam\n            optim_conf:\n                lr: 0.001\n            factor: 0.5\n            patience: 3',
    ],
  },
};

describe('what is offered', () => {
  it.each(Object.entries(rows))('%s', async (_name, { text: marked, first, has, without, none, accept }) => {
    const { items, text } = await itemsAt(editor, marked);
    const labels = items.map(({ label }) => label);
    if (none) expect(labels).toEqual([]);
    if (first) expect(labels.slice(0, first.length)).toEqual(first);
    for (const label of has ?? []) expect(labels).toContain(label);
    for (const label of without ?? []) expect(labels).not.toContain(label);
    expect(new Set(labels).size).toBe(labels.length);
    if (!accept) return;
    const item = items.find(({ label }) => label === accept[0]);
    if (!item) throw new Error(`${accept[0]} is not among ${labels.join(', ')}`);
    expect(accepted(text, item)).toBe(accept[1]);
  });
});

describe('what clients differ in', () => {
  it('offers the rest of the word for keeping, too', async () => {
    const { items } = await itemsAt(editor, bare('    warm▮up: 5\n'));
    expect(items.find(({ label }) => label === 'd_model')?.textEdit).toEqual({
      newText: 'd_model',
      insert: { start: { line: 3, character: 4 }, end: { line: 3, character: 8 } },
      replace: { start: { line: 3, character: 4 }, end: { line: 3, character: 10 } },
    });
  });

  it('writes plain text, with its indentation, for a client without snippets', async () => {
    const plain = await startEditor({ capabilities: {} });
    const { items, text } = await itemsAt(
      plain,
      'optim_sches:\n  main:\n    type: exp.ExponentDecayLr\n    ▮',
    );
    const [conf] = items;
    expect(conf).toMatchObject({ label: 'conf', detail: 'required' });
    expect(conf?.insertTextFormat).toBeUndefined();
    expect(conf && accepted(text, conf)).toBe(
      'optim_sches:\n  main:\n    type: exp.ExponentDecayLr\n    conf:\n      optim_type: Adam\n      optim_conf:\n        lr: 0.001\n      decay_factor: 0.999',
    );
    const docs = conf && (await docsOf(plain, conf));
    expect(docs).toContain('The optimizer (optim_type, optim_conf)');
    expect(docs).not.toContain('`');
    await plain.stop();
  });

  it('says which lines are to be indented, where a client can be told', async () => {
    const item = {
      ...fullCapabilities.textDocument?.completion?.completionItem,
      insertTextModeSupport: { valueSet: [1, 2] as (1 | 2)[] },
      commitCharactersSupport: true,
    };
    const able = await startEditor({
      capabilities: { textDocument: { completion: { completionItem: item } } },
    });
    const { items } = await itemsAt(able, 'optim_sches:\n  ▮');
    expect(items.find(({ label }) => label === 'conf')).toMatchObject({
      insertTextMode: 2,
      insertTextFormat: 2,
    });
    const words = await itemsAt(able, 'optim_sches: {type: x, conf: {optim_type: ▮}}');
    expect(words.items[0]?.commitCharacters).toEqual([',', '}', ']']);
    await able.stop();
  });

  it('spells as SpeeChain does where SpeeChain runs the file', async () => {
    const speechain = await startEditor({ initializationOptions: { settings: { target: 'speechain' } } });
    const types = await itemsAt(speechain, 'optim_sches:\n  type: ▮');
    expect(types.items.map(({ label }) => label)).toEqual(['noam.Noamlr', 'exp.ExponentDecayLr']);
    const keys = (await itemsAt(speechain, bare('    ▮'))).items.map(({ label }) => label);
    expect(keys).toContain('optim_loss');
    expect(keys).not.toContain('optim_losses');
    const { items } = await itemsAt(speechain, 'optim_sches:\n  ▮');
    expect(items.filter(({ kind }) => kind === 15).map(({ label }) => label)).toEqual([
      'Transformer with warm-up',
    ]);
    await speechain.stop();
  });

  it('offers nothing for the blank of an indentation, nor a value where a mapping follows', async () => {
    expect((await itemsAt(editor, 'optim_sches:\n ▮', undefined, ' ')).items).toEqual([]);
    expect((await itemsAt(editor, 'optim_sches:\n  type: ▮', undefined, ' ')).items.length).toBeGreaterThan(
      50,
    );
    expect((await itemsAt(editor, 'optim_sches:\n  type: x\n  conf:▮', undefined, ':')).items).toEqual([]);
  });
});

describe('docs, asked for one by one', () => {
  const docs = async (marked: string, label: string) => {
    const { items } = await itemsAt(editor, marked);
    const item = items.find((each) => each.label === label);
    if (!item) throw new Error(`no ${label}`);
    expect(item.documentation).toBeUndefined();
    return docsOf(editor, item);
  };

  it('of a key: what it does, unit, default', async () => {
    const text = await docs(bare('    ▮'), 'warmup_steps');
    expect(text).toContain('Length of the warm-up');
    expect(text).toContain('real steps');
    expect(text).toContain('Default: `4000`');
  });

  it('of a schedule: its curve, formula and paper', async () => {
    const text = await docs('optim_sches:\n  type: ▮', 'noam.NoamLr');
    expect(text).toMatch(/^!\[learning-rate curve\]\(data:image\/svg\+xml/);
    expect(text).toContain('warmup_steps^-1.5');
    expect(text).toContain('https://arxiv.org/abs/1706.03762');
  });

  it('of a schedule, for a client without pictures: a line of text', async () => {
    const plain = await startEditor();
    const { items } = await itemsAt(plain, 'optim_sches:\n  type: ▮');
    const [first] = items;
    expect(first && (await docsOf(plain, first))).toMatch(/^`[▁▂▃▄▅▆▇█]{24}`/);
    await plain.stop();
  });

  it('of an optimizer, a model, a starter, a reference', async () => {
    expect(await docs(bare('    optim_type: ▮'), 'Adam')).toContain('docs.pytorch.org');
    expect(await docs('train_cfg:\n  model:\n    model_type: ▮', 'mine.Net')).toContain('front_loss');
    expect(await docs('optim_sches:\n  ▮', 'Fine-tuning')).toContain('pretrained model');
    expect(await docs(`steps: 7\n${bare('    warmup_steps: !ref <▮>')}`, 'steps')).toBe('`steps` is `7`');
  });
});
