import { parseDocument, readConfig } from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsAt, after, applied, meaningOf } from './actions.js';
import { type Editor, fullCapabilities, startEditor } from './harness.js';

const capabilities = {
  ...fullCapabilities,
  textDocument: {
    ...fullCapabilities.textDocument,
    codeAction: {
      ...fullCapabilities.textDocument?.codeAction,
      disabledSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};
let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ capabilities });
});
afterAll(async () => editor.stop());

test.each([
  ['noam.No▮amLr', 'warmup_steps: 400', /espnet\.WarmupLR \(the same curve\)/],
  ['torch.S▮tepLR', 'step_size: 200, gamma: 0.5', /timm\.StepLRScheduler \(the same curve\)/],
])('a schedule becomes that of another toolkit: %s', async (type, conf, title) => {
  const before = `num_epochs: 30\noptim_sches:\n  type: ${type} # usual\n  conf: {optim_type: SGD, optim_conf: {lr: 0.1}, ${conf}} # c\n`;
  const text = await after(editor, before, title);
  const [old, now] = [before.replace('▮', ''), text].map((each) => meaningOf(each)[0]);
  expect(text).toContain('# usual\n');
  expect(text).toContain('# c\n');
  expect(now?.type).not.toBe(old?.type);
  expect(now?.lr.length).toBe(300);
  now?.lr.forEach((lr, i) => void expect(Math.abs(lr - (old?.lr[i] ?? 0))).toBeLessThanOrEqual(1e-12 * lr));
});

test.each([
  [
    'noam.No▮amLr',
    'warmup_steps: 400',
    [
      'Convert to espnet.WarmupLR (the same curve)',
      'Convert to espnet.NoamLR (the same curve; lr becomes 45.3)',
      'Convert to transformers.inverse_sqrt (the same curve, one real step later)',
    ],
  ],
  [
    'transformers.lin▮ear',
    'num_warmup_steps: 100, num_training_steps: 1000',
    ['Convert to torch.SequentialLR (the same curve, but for values next to nothing)'],
  ],
  [
    'transformers.cos▮ine',
    'num_warmup_steps: 0, num_training_steps: 1000',
    ['Convert to nemo.CosineAnnealing (the same curve up to its end at real step 1,001)'],
  ],
  [
    'torch.Reduce▮LROnPlateau',
    'patience: 2',
    ['Convert to transformers.reduce_lr_on_plateau (the same curve, as far as assumed validations show)'],
  ],
])('the title of a conversion says how near it is: %s', async (type, conf, expected) => {
  const text = `num_epochs: 30\noptim_sches:\n  type: ${type}\n  conf: {optim_type: SGD, optim_conf: {lr: 0.1}, ${conf}}\n`;
  const { actions } = await actionsAt(editor, text);
  const titles = actions.map(({ title }) => title).filter((title) => title.startsWith('Convert'));
  expect(titles).toEqual(expect.arrayContaining(expected));
});

test('every conversion that is offered can be applied and read', async () => {
  const { text, actions } = await actionsAt(
    editor,
    'optim_sches:\n  type: noam.No▮amLr\n  conf:\n    optim_type: Adam\n    optim_conf: {lr: 0.01}\n    warmup_steps: 40\n',
  );
  const conversions = actions.filter(({ title }) => title.startsWith('Convert'));
  expect(conversions.length).toBeGreaterThan(3);
  for (const action of conversions) {
    const config = readConfig(parseDocument(await applied(editor, text, action)));
    expect(action.title).toContain(config.optimSchedulers[0]?.scheduler?.type);
    expect(config.optimSchedulers[0]?.schedulerConf).toBeDefined();
  }
});

describe('what cannot be done is said', () => {
  const noam = 'type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}';
  const refused: readonly [what: string, text: string, title: RegExp, reason: RegExp][] = [
    ['an anchor on the block', `optim▮_sches: &x {${noam}}`, /a name/, /anchor/],
    ['a block by !ref', `base: {${noam}}\noptim▮_sches: !ref <base>`, /a name/, /elsewhere/],
    [
      'a value over several lines',
      'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf:\n      betas: [0.9,\n        0.9▮8]\n',
      /Extract/,
      /several lines/,
    ],
    [
      'a text put together',
      'n: 1\noptim_sches: {type: noam.NoamLr, conf: {optim_type: !ref <▮n>x, optim_conf: {}}}',
      /Inline/,
      /puts a text together/,
    ],
    [
      'an anchor inside',
      `model: {model_type: g2p.Transformer}\noptim_sches:\n  m▮: {type: noam.NoamLr, conf: &c {optim_type: Adam, optim_conf: {}}}`,
      /Split/,
      /anchor/,
    ],
  ];
  test.each(refused)('%s', async (_, text, title, reason) => {
    const { actions } = await actionsAt(editor, text);
    const action = actions.find((each) => title.test(each.title));
    expect(action?.disabled?.reason).toMatch(reason);
    expect(action?.edit).toBeUndefined();
  });
});

test('kinds are filtered, and a move of the cursor alone computes no conversion', async () => {
  const text = 'optim_sches:\n  type: noam.No▮amLr\n  conf: {optim_type: Adm, optim_conf: {}}\n';
  const kindsOf = async (options: Parameters<typeof actionsAt>[2]) =>
    new Set((await actionsAt(editor, text, options)).actions.map(({ kind }) => kind));
  expect(await kindsOf({ only: ['refactor.extract'] })).toEqual(new Set());
  expect(await kindsOf({ only: ['refactor'] })).toEqual(new Set(['refactor.rewrite']));
  expect(await kindsOf({ only: ['source'] })).toEqual(new Set(['source.fixAll.optim-sches']));
  const titles = (await actionsAt(editor, text, { triggerKind: 2 })).actions.map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith('Convert'))).toEqual([]);
});

test('an edit is bound to the version, and an old action is not resolved', async () => {
  const { uri, text, actions } = await actionsAt(editor, 'optim▮_sches: {type: noam.NoamLr, conf: {}}');
  const [action] = actions.filter(({ title }) => /a name/.test(title));
  const resolve = () => editor.request<{ edit?: unknown }>('codeAction/resolve', action);
  expect((await resolve()).edit).toMatchObject({ documentChanges: [{ textDocument: { uri, version: 1 } }] });
  editor.change(uri, `${text}\n`);
  expect((await resolve()).edit).toBeUndefined();
});
