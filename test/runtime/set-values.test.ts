import { type Document, parseDocument, toLoaderJson } from '@optim-sches/schemas';
import { describe, expect, it } from 'vitest';
import { configYaml } from '../../runtime/src/training/config-yaml.js';
import { setValues } from '../../runtime/src/training/set-values.js';

const jsonOf = ({ root }: Document) => {
  if (root === undefined) throw new Error('an empty document');
  return toLoaderJson(root);
};

describe('--set', () => {
  const text = `# a comment
accum_grad: 1   # kept
warmup: 100
list: [1, 2]
train_cfg:
  optim_sches:
    conf: {optim_conf: {lr: 0.1}, warmup_steps: !ref <warmup>}
empty:
block:
  - 1
  - 2
last: x
`;
  const plain = (yaml: string) => JSON.stringify(jsonOf(parseDocument(yaml)));

  it.each([
    ['a value', ['accum_grad=4'], 'accum_grad: 1 ', 'accum_grad: 4 '],
    ['what a reference sees', ['warmup=7'], 'warmup: 100', 'warmup: 7'],
    ['a nested value', ['train_cfg.optim_sches.conf.optim_conf.lr=1.0e-3'], 'lr: 0.1', 'lr: 1.0e-3'],
    ['a reference itself', ['train_cfg.optim_sches.conf.warmup_steps=9'], '!ref <warmup>', '9'],
    ['a list', ['list=[3]'], '[1, 2]', '[3]'],
    ['an empty value', ['empty=5'], 'empty:', 'empty: 5'],
    ['a block', ['block={a: 1}'], 'block:\n  - 1\n  - 2', 'block: {a: 1}'],
    ['a new key', ['seed=3'], '# a comment\n', '# a comment\nseed: 3\n'],
    [
      'a new nested key',
      ['train_cfg.optim_sches.type=noam.NoamLr'],
      '    conf:',
      '    type: noam.NoamLr\n    conf:',
    ],
    [
      'a new key in a flow mapping',
      ['train_cfg.optim_sches.conf.optim_type=Adam'],
      'conf: {',
      'conf: {optim_type: Adam, ',
    ],
    ['a new mapping', ['model.conf.a=1'], '# a comment\n', '# a comment\nmodel: {conf: {a: 1}}\n'],
    ['several, one after the other', ['last=y', 'last=z'], 'last: x', 'last: z'],
  ])('%s', (_, settings, from, to) => {
    expect(text).toContain(from);
    const expected = text.replace(from, to);
    expect(plain(setValues(text, settings))).toBe(plain(expected));
    expect(setValues(text, settings)).toContain('# kept');
  });

  it.each([
    ['list.0=4', '--set cannot change a key inside list: it is no mapping.'],
    ['accum_grad.x=4', '--set cannot change a key inside accum_grad: it is no mapping.'],
    ['=4', '--set takes key=value'],
    ['a..b=4', '--set takes key=value'],
    ['a=', '--set takes key=value'],
    ['num_epoch=2', 'Did you mean "num_epochs"?'],
    ['warmupp=2', 'Did you mean "warmup"?'],
    ['optim_sche.type=x', 'Did you mean "optim_sches"?'],
  ])('%s is refused', (setting, message) => expect(() => setValues(text, [setting])).toThrow(message));
});

describe('the resolved configuration', () => {
  const text = `int: 3
big: 123456789012345678901234567890
float: 4000.0
small: 1e-9
huge: 1e22
inf: .inf
minus: -.inf
nan: .nan
zero: -0.0
yes: 'yes'
number: "12"
text: "a: b # c\\n\\u2028 \\x7f é 名"
empty: ''
none:
bool: True
tuple: !tuple (a,10)
list: [1, [2.5, x], {}]
map: {a b: 1, "true": 2, '1': {c: []}}
ref: !ref <float>
anchor: &a {k: 1}
merged: {<<: *a, l: 2}
`;
  it('gives the same values of the same types when it is read', () => {
    const document = parseDocument(text);
    expect(document.problems).toEqual([]);
    if (document.root?.kind !== 'map') throw new Error('no mapping');
    const again = parseDocument(configYaml(document.root));
    expect(again.problems).toEqual([]);
    // SpeeChain's loader makes lists of the tuples of a saved configuration, too.
    const before = JSON.stringify(jsonOf(document)).replace('{"tuple":["a",10]}', '["a",10]');
    expect(JSON.stringify(jsonOf(again))).toBe(before);
  });
});
