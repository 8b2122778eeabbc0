import { parseDocument } from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { after, meaningOf } from './actions.js';
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

/** A refactoring, the one that undoes it at `back` in the new text, and what the text is between. */
interface Row {
  readonly what: string;
  readonly before: string;
  readonly title: RegExp;
  readonly after: string;
  readonly back?: { readonly at: string; readonly title: RegExp };
}

const conf = 'conf: {optim_type: Adam, optim_conf: {}}';
const rows: readonly Row[] = [
  {
    what: 'the spelling of SpeeChain’s code becomes the documented one',
    before: `optim_sches: {type: "noam.▮Noamlr", ${conf}}\n`,
    title: /^Write noam\.NoamLr, as documented$/,
    after: `optim_sches: {type: "noam.NoamLr", ${conf}}\n`,
    back: { at: 'noam.▮NoamLr', title: /^Write noam\.Noamlr, as SpeeChain’s code/ },
  },
  {
    what: 'so does the key of the losses',
    before: 'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim▮_loss: loss # one\n',
    title: /^Write optim_losses, as documented$/,
    after: 'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_losses: loss # one\n',
    back: { at: 'optim_▮losses', title: /^Write optim_loss, as SpeeChain’s code/ },
  },
  {
    what: 'a bare block gets a name',
    before: `seed: 1
optim▮_sches: # the schedule
  # of 2017
  type: noam.NoamLr # Vaswani

  conf:
    optim_type: Adam
    optim_conf: {lr: 0.002, # high
      betas: [0.9, 0.98]}
# left
    # right
    warmup_steps: 4000 # last
accum_grad: 2
`,
    title: /a name/,
    after: `seed: 1
optim_sches: # the schedule
  main:
    # of 2017
    type: noam.NoamLr # Vaswani

    conf:
      optim_type: Adam
      optim_conf: {lr: 0.002, # high
        betas: [0.9, 0.98]}
# left
      # right
      warmup_steps: 4000 # last
accum_grad: 2
`,
    back: { at: 'ma▮in', title: /without a name/ },
  },
  {
    what: 'a bare block between brackets gets a name',
    before: 'optim_sches: {ty▮pe: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}} # x',
    title: /a name/,
    after: 'optim_sches: {main: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}} # x',
    back: { at: 'ma▮in', title: /without a name/ },
  },
  {
    what: 'a name with a comment goes, and the comment stays',
    before:
      'optim_sches:\n    slow: # for fine-tuning\n      type: noam.NoamLr\n      co▮nf: {optim_type: Adam, optim_conf: {}}\n',
    title: /without a name.*called main/,
    after:
      'optim_sches:\n    # for fine-tuning\n    type: noam.NoamLr\n    conf: {optim_type: Adam, optim_conf: {}}\n',
  },
  {
    what: 'a name goes from before brackets',
    before: 'optim_sches:\n  ma▮in: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    title: /without a name/,
    after: 'optim_sches:\n  {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  {
    what: 'the block of an experiment with CRLF',
    before:
      'train_cfg:\r\n  optim▮_sches:\r\n    type: noam.NoamLr\r\n    conf: {optim_type: Adam, optim_conf: {}}\r\n',
    title: /a name/,
    after:
      'train_cfg:\r\n  optim_sches:\r\n    main:\r\n      type: noam.NoamLr\r\n      conf: {optim_type: Adam, optim_conf: {}}\r\n',
    back: { at: 'ma▮in', title: /without a name/ },
  },
  {
    what: 'a value becomes a key',
    before: `# An experiment.

# Its block.
optim_sches:
  type: noam.NoamLr
  conf: {optim_type: Adam, optim_conf: {lr: 1e-3}, warmup_steps: 40▮00} # long
`,
    title: /Extract to the key warmup_steps$/,
    after: `# An experiment.

warmup_steps: 4000
# Its block.
optim_sches:
  type: noam.NoamLr
  conf: {optim_type: Adam, optim_conf: {lr: 1e-3}, warmup_steps: !ref <warmup_steps>} # long
`,
    back: { at: '!ref <warmup▮_steps>', title: /Inline/ },
  },
  {
    what: 'a list becomes a key, with the cursor on one of its items',
    before:
      'accum_grad: 1\noptim_sches:\n  a:\n    type: noam.NoamLr\n    conf:\n      optim_type: Adam\n      optim_conf:\n        betas: [0.9, 0.▮98] # usual\n',
    title: /Extract to the key betas$/,
    after:
      'accum_grad: 1\nbetas: [0.9, 0.98]\noptim_sches:\n  a:\n    type: noam.NoamLr\n    conf:\n      optim_type: Adam\n      optim_conf:\n        betas: !ref <betas> # usual\n',
    back: { at: 'be▮tas: [', title: /Inline betas/ },
  },
  {
    what: 'a taken name is not taken again',
    before:
      'lr: 1\nmain_lr: 2\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0▮.5}}}\n',
    title: /Extract to the key main_lr_2$/,
    after:
      'lr: 1\nmain_lr: 2\nmain_lr_2: 0.5\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: !ref <main_lr_2>}}}\n',
    back: { at: '<main_lr▮_2>', title: /Inline/ },
  },
  {
    what: 'a file in brackets',
    before: '{optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0▮.5}}}}',
    title: /Extract/,
    after:
      '{lr: 0.5, optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: !ref <lr>}}}}',
    back: { at: '<l▮r>', title: /Inline/ },
  },
  {
    what: 'a key that is used twice stays when one use is inlined',
    before:
      'warm: 10 # short\noptim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: !ref <wa▮rm>}}\n  b: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, warmup_steps: !ref <warm>}}\n',
    title: /Inline warm here/,
    after:
      'warm: 10 # short\noptim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 10}}\n  b: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, warmup_steps: !ref <warm>}}\n',
  },
  {
    what: 'a key with its comment and all uses',
    before:
      'wa▮rm: 10 # short\noptim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: !ref <warm>}}\n  b: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, warmup_steps: !ref <warm>}}\n',
    title: /Inline warm in its 2 uses/,
    after:
      '# short\noptim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 10}}\n  b: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, warmup_steps: 10}}\n',
  },
  {
    what: 'an argument of the experiment stays',
    before:
      'num_epochs: 10\noptim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam, optim_conf: {}, warmup_steps: !ref <num▮_epochs>}\n',
    title: /Inline/,
    after:
      'num_epochs: 10\noptim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 10}\n',
  },
];

describe('the meaning stays', () => {
  test.each(rows)('$what', async ({ before, title, after: expected, back }) => {
    const text = await after(editor, before, title);
    expect(text).toBe(expected);
    const original = before.replace('▮', '');
    expect(meaningOf(text)).toEqual(meaningOf(original));
    expect(parseDocument(text).problems).toEqual([]);
    if (!back) return;
    expect(text).toContain(back.at.replace('▮', ''));
    expect(await after(editor, text.replace(back.at.replace('▮', ''), back.at), back.title)).toBe(original);
  });
});

describe('one OptimScheduler for each module', () => {
  const model = 'model: {model_type: g2p.Transformer}\n';
  const splits: readonly [what: string, before: string, expected: string][] = [
    [
      'named lines',
      `${model}optim_sches:
  ma▮in: # all
    type: noam.NoamLr
    conf: # here
      optim_type: Adam
      optim_conf: {lr: 0.01} # high
  other: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, updated_modules: x}}
`,
      `${model}optim_sches:
  main_encoder: # all
    type: noam.NoamLr
    conf: # here
      optim_type: Adam
      optim_conf: {lr: 0.01} # high
      updated_modules: encoder
  main_decoder: # all
    type: noam.NoamLr
    conf: # here
      optim_type: Adam
      optim_conf: {lr: 0.01} # high
      updated_modules: decoder
  other: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}, updated_modules: x}}
`,
    ],
    [
      'bare lines',
      `${model}optim▮_sches:
  # both
  type: noam.NoamLr
  conf:
    optim_type: Adam
    updated_modules: [encoder, decoder] # all
    optim_conf: {}
`,
      `${model}optim_sches:
  encoder:
    # both
    type: noam.NoamLr
    conf:
      optim_type: Adam
      updated_modules: encoder # all
      optim_conf: {}
  decoder:
    # both
    type: noam.NoamLr
    conf:
      optim_type: Adam
      updated_modules: decoder # all
      optim_conf: {}
`,
    ],
    [
      'bare lines that get the key',
      `${model}optim_sches:\n  ty▮pe: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf: {}\n`,
      `${model}optim_sches:\n  encoder:\n    type: noam.NoamLr\n    conf:\n      optim_type: Adam\n      optim_conf: {}\n      updated_modules: encoder\n  decoder:\n    type: noam.NoamLr\n    conf:\n      optim_type: Adam\n      optim_conf: {}\n      updated_modules: decoder\n`,
    ],
    [
      'bare brackets',
      `${model}optim_sches: {type: noam.NoamLr, co▮nf: {optim_type: Adam, optim_conf: {}}}\n`,
      `${model}optim_sches: {encoder: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}, decoder: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: decoder}}}\n`,
    ],
    [
      'named brackets, a list',
      `${model}optim_sches: {all: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_▮modules: [decoder, encoder]}}}\n`,
      `${model}optim_sches: {all_decoder: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: decoder}}, all_encoder: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: encoder}}}\n`,
    ],
  ];
  test.each(splits)('%s', async (_, before, expected) => {
    const text = await after(editor, before, /^Split/);
    expect(text).toBe(expected);
    const [whole] = meaningOf(before.replace('▮', ''));
    const parts = meaningOf(text).filter(({ optimType }) => optimType === 'Adam');
    expect(parts.map(({ modules }) => modules?.[0]).sort()).toEqual(['decoder', 'encoder']);
    for (const part of parts) expect({ ...part, modules: whole?.modules }).toEqual(whole);
  });
  test('a CRLF file keeps its line ends', async () => {
    const before = `${model}optim_sches:\n  ty▮pe: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf: {}\n`;
    const text = await after(editor, before.replaceAll('\n', '\r\n'), /^Split/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toContain('optim_conf: {}\r\n      updated_modules: encoder\r\n  decoder:\r\n');
  });
});
