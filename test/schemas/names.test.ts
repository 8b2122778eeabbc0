import { check, exportedNames, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const schedule = '{type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}';
const experiment = (model: string, top = '') =>
  `${top}train_cfg:\n  model: ${model}\n  optim_sches: ${schedule}\n`;
const data = (cfg: string) => `data_cfg: ${cfg}\ntrain_cfg: {optim_sches: ${schedule}}\n`;
const transformer = (conf: string) => experiment(`{model_type: g2p.Transformer, module_conf: {${conf}}}`);
const metric = (selection: string) =>
  experiment('{model_type: g2p.Transformer}', `best_model_selection: ${selection}\n`);

const problems = (text: string, target: 'runtime' | 'speechain' = 'runtime') =>
  check(readConfig(parseDocument(text)), {
    target,
    hasModule: (file) => file === 'vowels',
    classesOf: (file) => (file === 'vowels' ? ['Voices', 'Classifier', 'CosineLr'] : undefined),
  });

describe('a wrong name or value around optim_sches is one problem', () => {
  const cases: [text: string, code: string, message: string, fix?: string][] = [
    [experiment('{model_typ: g2p.Transformer}'), 'unknown-key', '"model_typ"', 'model_type'],
    [
      experiment('{model_type: g2p.Transformer, module_cnf: {}}'),
      'unknown-key',
      'built without it',
      'module_conf',
    ],
    [`train_cfg:\n  modl: {}\n  optim_sches: ${schedule}\n`, 'unknown-key', '"modl"', 'model'],
    [experiment('{model_type: g2p.Transforme}'), 'unknown-model', 'Did you mean', 'g2p.Transformer'],
    [experiment('{model_type: my.Own}'), 'unknown-model', 'put my.ts with the class Own'],
    [experiment('{model_type: Transformer}'), 'unknown-model', 'Did you mean', 'g2p.Transformer'],
    [experiment('{model_type: Own}'), 'unknown-model', 'write file_name.ClassName'],
    [experiment('{model_type: vowels.Clasifier}'), 'unknown-model', 'does not export', 'vowels.Classifier'],
    [
      'optim_sches: {type: vowels.CosinLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
      'unknown-type',
      'does not export',
      'vowels.CosineLr',
    ],
    [
      transformer('num_heads: 0'),
      'invalid-value',
      'num_heads is 0, so the training would not start. Write a whole number of at least 1.',
    ],
    [transformer('encoder_layers: true'), 'invalid-value', 'whole number'],
    [transformer('dropout: 1.0'), 'invalid-value', 'below 1'],
    [transformer('d_model: 65'), 'invalid-value', 'even multiple of num_heads (4): write 64.'],
    [transformer('num_heads: 5'), 'invalid-value', 'd_model is 64'],
    [transformer('dropuot: 0.1'), 'unknown-key', 'training would not start', 'dropout'],
    [transformer('ffn_dim: "128"'), 'number-as-text', 'Write 128', '128'],
    [data('{trian: {type: cmudict.CmuDict}}'), 'unknown-data', '"trian"', 'train'],
    [data('{train: {tpye: cmudict.CmuDict}}'), 'unknown-key', '"tpye"', 'type'],
    [data('{train: {type: cmudict.CmuDict, cnf: {}}}'), 'unknown-key', '"cnf"', 'conf'],
    [data('{train: {type: cmudict.CmuDict, conf: {split: vald}}}'), 'invalid-value', 'train, valid or test'],
    [data('{train: {type: vowels.Voice}}'), 'unknown-data', 'does not export', 'vowels.Voices'],
    [data('{train: {type: nothing.Here}}'), 'unknown-data', 'There is no data set'],
    [metric('[valid, perr, min, 1]'), 'unknown-metric', 'in validation', 'per'],
    [metric('[[valid, per, min, 1], [train, wer, min, 1]]'), 'unknown-metric', 'in training'],
    [metric('[vald, per, min, 1]'), 'unknown-metric', 'has no metrics', 'valid'],
    ...['optim_sche', 'optim-sches', 'Optim_sches', 'optims_ches'].flatMap((key): typeof cases => [
      [`${key}: ${schedule}\n`, 'missing-block', `"${key}"`, 'optim_sches'],
      [`num_epochs: 2\ntrain_cfg: {${key}: ${schedule}}\n`, 'missing-block', `"${key}"`, 'optim_sches'],
    ]),
  ];
  test.each(cases)('%s', (text, code, message, fix) => {
    const found = problems(text);
    expect(found.map((one) => [one.code, one.severity])).toEqual([[`optim/${code}`, 'error']]);
    expect(found[0]?.message).toContain(message);
    const preferred = found[0]?.fixes.find((one) => one.preferred && one.safe);
    expect(preferred?.edits[0]?.newText).toBe(fix);
  });
});

describe('what is right, or nobody knows to be wrong, is silent', () => {
  const right: [text: string, target?: 'speechain'][] = [
    [experiment('{model_type: vowels.Classifier, module_conf: {width: 3}}')],
    [data('{train: {type: vowels.Voices, conf: {batches: 5}}, test: {type: my.Test}}')],
    [data('{train: {a: {type: block.BlockIterator, conf: {}}, b: {type: my.Own}}}')],
    [data('{train: {type: block.BlockIterator, conf: {dataset_type: x.Y}}}')],
    [data('data.yaml')],
    [transformer('d_model: null, num_heads: 2.0, encoder_loss_weight: 0')],
    [data('{train: {type: cmudict.CmuDict, conf: {max_words: null, buckets: false}}}')],
    [metric('[[valid, wer, min, 1], [train, encoder_loss, min, 2], [valid, loss, min, 1]]')],
    ['num_epochs: 2\ntrain_cfg: train.yaml\n'],
  ];
  test.each(right)('%s', (text) => expect(problems(text)).toEqual([]));

  test('SpeeChain knows models and data of its users', () => {
    const text = `data_cfg: {train: {type: my.Data}}\n${experiment('{model_type: my.Own, more: 1}')}`;
    const found = problems(text.replace('noam.NoamLr', 'noam.Noamlr'), 'speechain');
    expect(found.map(({ code }) => code)).toEqual([]);
  });

  test('a model of SpeeChain is told, no error, and its data are left alone', () => {
    const found = problems(
      experiment('{model_type: ar_asr.ARASR, module_conf: {}}', 'data_cfg: {train: {type: my.Data}}\n'),
    );
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['optim/unknown-model', 'information'],
    ]);
  });
});

test('a train_cfg that is no file is a problem only where files can be looked for', () => {
  const document = parseDocument('train_cfg: ./none.yaml\n');
  expect(check(readConfig(document))).toEqual([]);
  const [found] = check(readConfig(document, { readFile: () => undefined }));
  expect(found).toMatchObject({ code: 'optim/missing-train-cfg', span: { start: 11, end: 22 } });
});

describe('what a file exports is read from its text', () => {
  test.each([
    ['export class A {}\nexport abstract class B {}\nclass C {}\n', ['A', 'B']],
    ['class A {}\nexport { A, A as B };\nexport const C = class {};\n', ['C', 'A', 'B']],
    ['// export class A {}\nexport async function f() {}\n', ['f']],
    ["export * from './other.js';\n", undefined],
    ['exports.A = class {};\n', undefined],
  ])('%s', (source, names) => expect(exportedNames(source)).toEqual(names));
});
