import { parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, it } from 'vitest';
import { nodeAt } from '../../server/src/text/node-at.js';
import { atCursor } from './harness.js';

/** What stands at the cursor, in one line: place, role, key of the role, keys on the way, OptimScheduler. */
function at(marked: string): string {
  const { text, position } = atCursor(marked);
  const before = text.split('\n').slice(0, position.line);
  const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + position.character;
  const document = parseDocument(text);
  const analysis = { document, config: readConfig(document) } as Parameters<typeof nodeAt>[0];
  const { on, role, roleKey, keys, optimSchedulerIndex } = nodeAt(analysis, offset);
  return [on, role, roleKey ?? '-', keys.join('/') || '-', optimSchedulerIndex ?? '-'].join(' ');
}

const two = (main: string, fine = 'type: noam.NoamLr') => `train_cfg:
  model: {model_type: g2p.Transformer, module_conf: {d_model: 64}}
  optim_sches:
    main:
      ${main}
    fine:
      ${fine}
`;

const rows: readonly [text: string, expected: string][] = [
  ['num_▮epochs: 3\noptim_sches: {}', 'key top num_epochs num_epochs -'],
  ['warm: 1▮00\noptim_sches: {}', 'value top warm warm -'],
  [two('type: noam.▮NoamLr'), 'value type type train_cfg/optim_sches/main/type 0'],
  [two('type: x', 'typ▮e: exp.ExponentDecay'), 'key type type train_cfg/optim_sches/fine/type 1'],
  [
    two('conf: {optim_type: Adam, optim_conf: {betas: [0.9, 0.▮98]}}'),
    'value optim_conf betas train_cfg/optim_sches/main/conf/optim_conf/betas/1 0',
  ],
  [
    two('conf: {optim_type: Adam, optim_▮conf: {}}'),
    'key common optim_conf train_cfg/optim_sches/main/conf/optim_conf 0',
  ],
  [two('conf: {d_model: ▮5}'), 'value schedule d_model train_cfg/optim_sches/main/conf/d_model 0'],
  [two('conf: {d_model:  ▮  5}'), 'gap schedule d_model train_cfg/optim_sches/main/conf/d_model 0'],
  [two('con▮f: {}'), 'key conf conf train_cfg/optim_sches/main/conf 0'],
  [two('type: x').replace('fine', 'fi▮ne'), 'key name fine train_cfg/optim_sches/fine 1'],
  [
    two('type: x').replace('optim_sches', 'optim▮_sches'),
    'key optim_sches optim_sches train_cfg/optim_sches -',
  ],
  [two('type: x').replace('model_type', 'model▮_type'), 'key model model_type train_cfg/model/model_type -'],
  [two('type: x').replace('64', '6▮4'), 'value module_conf d_model train_cfg/model/module_conf/d_model -'],
  [two('type: x').replace('train_cfg', 'train▮_cfg'), 'key top train_cfg train_cfg -'],
  ['optim_sches:\n  type: noam▮\n  conf: {}', 'value type type optim_sches/type 0'],
  [
    'data_cfg:\n  train:\n    conf: {batch▮_size: 2}\noptim_sches: {}',
    'key data batch_size data_cfg/train/conf/batch_size -',
  ],
  // What an alias or << brings was written elsewhere.
  [
    'base: &b {lr: 1}\noptim_sches:\n  type: a\n  conf:\n    optim_conf:\n      <<: *▮b\n      eps: 1',
    'value common optim_conf optim_sches/conf/optim_conf 0',
  ],
  [
    'base: &b {lr: 1}\noptim_sches: {type: a, conf: {optim_conf: *▮b}}',
    'value common optim_conf optim_sches/conf/optim_conf 0',
  ],
  ['# nothing ▮\na: 1', 'gap other - - -'],
];

describe('what stands at the cursor', () => {
  it.each(rows)('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });
  it('is nothing in an empty file', () => expect(at('▮')).toBe('gap other - - -'));
});
