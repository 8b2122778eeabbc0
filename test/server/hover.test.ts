import { findOptimizer, schedulers } from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hover, MarkupContent } from 'vscode-languageserver';
import { noFiles } from '../../server/src/session/host.js';
import { docsPages } from '../../server/src/session/pages.js';
import { readSvg } from '../schemas/picture-svg.js';
import { atCursor, type Editor, fullCapabilities, startEditor } from './harness.js';

let editor: Editor;
let plain: Editor;
beforeAll(async () => {
  editor = await startEditor({ initializationOptions: { pictures: true } });
  plain = await startEditor({ capabilities: { ...fullCapabilities, textDocument: {} } });
});
afterAll(async () => {
  await editor.stop();
  await plain.stop();
});

async function hover(from: Editor, marked: string): Promise<(Hover & { contents: MarkupContent }) | null> {
  const { text, position } = atCursor(marked);
  const uri = from.open(text);
  const found = await from.request<(Hover & { contents: MarkupContent }) | null>('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  from.close(uri);
  return found;
}
const words = async (from: Editor, marked: string) => (await hover(from, marked))?.contents.value;

/** An experiment in which the cursor replaces the same text without it. */
const experiment = (at: string) =>
  `num_epochs: 10
accum_grad: 2
warm: 4000 # steps
base: &b {lr: 0.002}
data_cfg: {train: {type: cmudict.CmuDict, conf: {batches_per_epoch: 2500, batch_size: 32}}}
train_cfg:
  model: {model_type: g2p.Transformer, module_conf: {num_heads: 4}}
  optim_sches:
    main:
      type: noam.NoamLr
      conf:
        optim_type: Adam
        optim_conf: *b
        optim_losses: encoder_loss
        updated_modules: [encoder]
        warmup_steps: !ref <warm>
    fine:
      type: torch.ReduceLROnPlateau
      conf: {optim_type: SGD, optim_conf: {lr: 0.1}, updated_modules: decoder, patience: 3}
`.replace(at.replace('▮', ''), at);

const curve = 'peak 2.0e-3 at step 7,999 (epoch 3.2) · warm-up ends at step 8,000 (epoch 3.2) · last 1.13e-3';
const rows: readonly [at: string, expected: readonly string[]][] = [
  ['num_▮epochs', ['**`num_epochs`** · epochs', 'In force: `10` · 12,500 real steps · Default: `1000`']],
  ['wa▮rm: 4000', ['`warm` is `4000`', 'Used by `!ref <warm>` in [line 16](file:///project/']],
  ['batch_si▮ze', ['**`batch_size`** · pairs · of cmudict.CmuDict', 'In force: `32`']],
  ['g2p▮.Tr', ['has the modules `encoder`, `decoder` and the losses `loss`, `encoder_loss`']],
  ['num▮_heads', ['**`num_heads`** · heads · of g2p.Transformer', 'Default: `4`']],
  ['optim▮_sches', [`**main**: ${curve}`, '**fine**: peak 0.1', 'improves for 5 validations, then flat']],
  ['ma▮in', ['**main** · `noam.NoamLr` · `Adam`', curve, 'Every 2 steps make one real step']],
  [
    'noam▮.NoamLr',
    [curve, 'Linear warm-up to a peak', '[Attention Is All You Need, section 5.3](https://arxiv.org'],
  ],
  ['ty▮pe: noam', [curve]],
  ['co▮nf:\n        optim_type', [curve]],
  [
    'Ad▮am',
    ['**`torch.optim.Adam`**', 'Usual peak learning rates: 1e-5 to 5e-3.', 'https://docs.pytorch.org'],
  ],
  ['optim_conf: *▮b', ['In force: `{lr: 0.002}`, by `*b`, written in [line 4](']],
  ['encoder▮_loss', ['`encoder_loss` is a loss of g2p.Transformer']],
  ['[enc▮oder]', ['`encoder` is a module of g2p.Transformer']],
  [
    'warm▮up_steps',
    [
      '**`warmup_steps`** · real steps · of noam.NoamLr',
      'In force: `4000`, by `!ref <warm>`, written in [line 3](',
      '8,000 training steps, 3.2 epochs',
      'Default: `4000`',
    ],
  ],
  ['!ref <wa▮rm>', ['In force: `4000`, by `!ref <warm>`']],
  ['patien▮ce', ['**`patience`** · validations', 'In force: `3` · Default: `10`']],
  ['0.▮1', ['**`lr`** · learning rate · of torch.optim.SGD', 'Default: `0.001`']],
];

describe('what stands under the cursor', () => {
  test.each(rows)('%s', async (at, expected) => {
    const value = await words(editor, experiment(at));
    for (const part of expected) expect(value).toContain(part);
  });
  test.each(rows)('%s as plain text', async (at, expected) => {
    const found = await hover(plain, experiment(at));
    expect(found?.contents.kind).toBe('plaintext');
    expect(found?.contents.value).not.toMatch(/\*\*|`|\]\(|data:/);
    const [first = ''] = expected;
    expect(found?.contents.value).toContain(first.replace(/\*\*|`|\[line.*|\[(.*?)\].*/g, '$1'));
  });
  test.each(['accum_grad: 2▮\nwarm', '# st▮eps', '  ▮  main', 'patience: 3▮}'])(
    'nothing at %s',
    async (at) => {
      const value = await words(editor, experiment(at));
      if (at.startsWith('#') || at.startsWith(' ')) expect(value).toBeUndefined();
      else expect(value).toContain('In force');
    },
  );
});

describe('pictures', () => {
  const pictureIn = (value: string | undefined) => {
    const uri = /!\[[^\]]*\]\((data:image\/svg\+xml[^)]*)\)/.exec(value ?? '')?.[1];
    return uri?.startsWith('data:image/svg+xml;base64,')
      ? Buffer.from(uri.slice(26), 'base64').toString('utf8')
      : uri && decodeURIComponent(uri.slice(19));
  };
  test.each(schedulers.map(({ type, example }) => [type, example] as const))('%s', async (type, example) => {
    const conf = JSON.stringify({ optim_type: 'SGD', optim_conf: { lr: example.lr }, ...example.conf });
    const svg = pictureIn(await words(editor, `optim_sches: {type: ${type}▮, conf: ${conf}}\n`));
    expect(svg).toBeDefined();
    const [picture] = readSvg(svg ?? '');
    expect(Number(picture?.attributes.width)).toBeLessThanOrEqual(720);
    expect(Number(picture?.attributes.height)).toBeLessThanOrEqual(200);
  });
  test('have the colours that the client asks for', async () => {
    const text = experiment('ma▮in');
    const neutral = pictureIn(await words(editor, text));
    await editor.connection.sendNotification('optimSches/theme', { theme: 'dark' });
    const dark = pictureIn(await words(editor, text));
    await editor.connection.sendNotification('optimSches/theme', { theme: 'mauve' });
    expect(pictureIn(await words(editor, text))).toBe(dark);
    await editor.connection.sendNotification('optimSches/theme', { theme: 'neutral' });
    expect(dark).not.toBe(neutral);
    expect(pictureIn(await words(editor, text))).toBe(neutral);
  });
  test('give way to a line of text where the client shows none', async () => {
    const off = await startEditor({
      initializationOptions: { pictures: true, settings: { pictures: false } },
    });
    const value = await words(off, experiment('ma▮in'));
    expect(value).not.toContain('data:');
    expect(value).toMatch(/`▁[▁-█]{20,}`/);
    await off.stop();
  });
});

test('a curve that nobody can draw says why', async () => {
  const wrong = await words(
    editor,
    'optim_sches: {ty▮pe: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: x}}}',
  );
  expect(wrong).toContain('main is not drawn: its configuration has errors.');
  const own = await words(
    editor,
    'optim_sches: {ty▮pe: mine.Mine, conf: {optim_type: Adam, optim_conf: {}}}',
  );
  expect(own).toContain('code of your own is not run');
});

test('what a file says is no Markdown', async () => {
  const value = await words(
    editor,
    'optim_sches:\n  "*a* [b](http://c) <i>▮":\n    type: noam.NoamLr\n    conf: {optim_type: Adam, optim_conf: {}}\n',
  );
  expect(value).toContain('**\\*a\\* \\[b\\](http://c) \\<i\\>**');
});

test('learning rate without effect', async () => {
  const value = await words(
    editor,
    'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {l▮r: 1}, d_model: 512}}',
  );
  expect(value).toContain('No effect here: with d_model the peak is');
});

test('losses and modules of a model that nobody knows, and of another optimizer too', async () => {
  const value = await words(
    editor,
    'optim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: enc▮}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: [x, enc]}}\n',
  );
  expect(value).toContain('`enc` is a module of the model, which nobody here knows, also of b');
});

test.each(['Adam', 'LBFGS', 'SparseAdam', 'Muon'])('optimizer %s', async (type) => {
  const value = await words(
    editor,
    `optim_sches: {type: noam.NoamLr, conf: {optim_type: ${type}▮, optim_conf: {}}}`,
  );
  expect(value).toContain(findOptimizer(type)?.docs);
});

test('the train_cfg that an experiment names has its curve there', async () => {
  const linked = await startEditor({
    files: {
      'file:///project/t.yaml':
        'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    },
  });
  expect(await words(linked, 'train_cfg: t▮.yaml\n')).toContain('peak 1.0e-3 at step 4,000');
  await linked.stop();
});

test('links lead to pages that came with the server', () => {
  const host = {
    ...noFiles,
    pages: 'file:///server/docs/problems/',
    list: (folder: string) => (folder === 'file:///server/docs/schedules/' ? ['noam.NoamLr.md'] : []),
  };
  const pages = docsPages(host);
  expect(pages.schedule('noam.NoamLr')).toBe('file:///server/docs/schedules/noam.NoamLr.md');
  expect(pages.schedule('torch.StepLR')).toBeUndefined();
  expect(pages.optimizer('Adam')).toBeUndefined();
  expect(docsPages(noFiles).schedule('noam.NoamLr')).toBeUndefined();
});
