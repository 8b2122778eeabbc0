import { afterAll, beforeAll, describe, it } from 'vitest';
import { bare, holdRow, model, type Row, startWithOwnCode } from './completion-rows.js';
import type { Editor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startWithOwnCode();
});
afterAll(() => editor.stop());

const rows: Readonly<Record<string, Row>> = {
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

describe('references, starters, and where nothing is offered', () => {
  it.each(Object.entries(rows))('%s', (_name, row) => holdRow(editor, row));
});
