import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, docsOf, itemsAt } from './completion-harness.js';
import { bare, startWithOwnCode } from './completion-rows.js';
import { type Editor, fullCapabilities, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startWithOwnCode();
});
afterAll(() => editor.stop());

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
