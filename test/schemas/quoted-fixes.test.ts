import type { CheckOptions, Problem } from '@optim-sches/schemas';
import { applyEdits, check, convertSchedule, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const problemsOf = (text: string, options: CheckOptions = {}): Problem[] =>
  check(readConfig(parseDocument(text)), options);

/** The text after the first fix of its first problem that has one. */
function fixed(text: string, options?: CheckOptions): string {
  const fix = problemsOf(text, options).find(({ fixes }) => fixes.length > 0)?.fixes[0];
  if (!fix) throw new Error(`no fix in ${text}`);
  return applyEdits(text, fix.edits);
}

describe('a key keeps its quotes, and its value', () => {
  const one = (conf: string) => `optim_sches: {type: torch.StepLR, conf: {${conf}}}\n`;
  const cases: [before: string, after: string][] = [
    [
      one(`optim_type: Adam, optim_conf: {}, "stepsize":3`),
      one(`optim_type: Adam, optim_conf: {}, "step_size":3`),
    ],
    [
      one(`optim_type: Adam, optim_conf: {}, 'stepsize':3`),
      one(`optim_type: Adam, optim_conf: {}, 'step_size':3`),
    ],
    [
      one(`optim_type: Adam, optim_conf: {}, stepsize: 3`),
      one(`optim_type: Adam, optim_conf: {}, step_size: 3`),
    ],
    [
      one(`optim_type: Adam, 'optim_cnf':{}, step_size: 3`),
      one(`optim_type: Adam, 'optim_conf':{}, step_size: 3`),
    ],
    [
      one(`optim_type: 'AdmaW', optim_conf: {}, step_size: 3`),
      one(`optim_type: 'AdamW', optim_conf: {}, step_size: 3`),
    ],
    [
      'optim_sches: {type: torch.StepLR, "cnof":{optim_type: Adam, optim_conf: {}, step_size: 3}}\n',
      'optim_sches: {type: torch.StepLR, "conf":{optim_type: Adam, optim_conf: {}, step_size: 3}}\n',
    ],
    [
      '{train_cfg: {"optim_sche":{type: torch.StepLR, conf: {optim_type: Adam, optim_conf: {}, step_size: 3}}}}\n',
      '{train_cfg: {"optim_sches":{type: torch.StepLR, conf: {optim_type: Adam, optim_conf: {}, step_size: 3}}}}\n',
    ],
  ];
  test.each(cases)('%s', (before, after) => {
    expect(fixed(before)).toBe(after);
    expect(problemsOf(after)).toEqual([]);
  });
});

describe('what was JSON stays JSON', () => {
  const conf = { optim_type: 'Adam', optim_conf: {}, step_size: 3 };
  const bare = (changes: object, type = 'torch.StepLR') => ({
    optim_sches: { type, conf: { ...conf, ...changes } },
  });
  const model = { model_type: 'g2p.Transformer' };
  const cases: [name: string, value: object, options?: CheckOptions][] = [
    ['a misspelled key', bare({ step_size: undefined, stepsize: 3 })],
    ['an unknown key goes', bare({ nothing: 3 })],
    ['a missing key', bare({ step_size: undefined })],
    ['a missing optim_type', bare({ optim_type: undefined })],
    ['a missing optim_conf', bare({ optim_conf: undefined })],
    ['a missing conf', { optim_sches: { type: 'noam.NoamLr' } }],
    ['a missing conf of a schedule with keys of its own', { optim_sches: { type: 'torch.SequentialLR' } }],
    ['a type', bare({}, 'torch.StepLr')],
    ['an optimizer', bare({ optim_type: 'AdmaW' })],
    ['an optimizer that cannot train', bare({ optim_type: 'SparseAdam' })],
    ['a number as text', bare({ optim_conf: { lr: '1e-3' } })],
    ['an argument of the experiment', bare({ accum_grad: 2 })],
    ['a loss', { train_cfg: { model, ...bare({ optim_losses: 'decoder_los' }) } }],
    ['a module', { train_cfg: { model, ...bare({ updated_modules: ['decodr'] }) } }],
    ['a module inside another', { train_cfg: { model, ...bare({ updated_modules: ['decoder.x'] }) } }],
    ['a metric', { best_model_selection: ['valid', 'perr', 'min', 1], train_cfg: { model, ...bare({}) } }],
    ['a model', { train_cfg: { model: { model_type: 'g2p.Transformr' }, ...bare({}) } }],
    [
      'a split',
      { data_cfg: { trian: { type: 'cmudict.CmuDict', conf: {} } }, train_cfg: { model, ...bare({}) } },
    ],
    ['a misspelled argument', { use_ampp: false, train_cfg: { model, ...bare({}) } }],
    ['the block', { train_cfg: { model, optim_sche: bare({}).optim_sches } }],
    ['epochs as steps', { num_epochs: 100, ...bare({ step_size: 30 }) }, { stepsPerEpoch: 1000 }],
    [
      'epochs as steps, with the key written',
      { num_epochs: 100, ...bare({ step_size: 30, interval: 'step' }) },
      { stepsPerEpoch: 1000 },
    ],
    [
      'the spelling of SpeeChain',
      { optim_sches: { type: 'noam.NoamLr', conf: { optim_type: 'Adam', optim_conf: {} } } },
      { target: 'speechain' },
    ],
    [
      'the losses of SpeeChain',
      {
        optim_sches: {
          type: 'noam.Noamlr',
          conf: { optim_type: 'Adam', optim_conf: {}, optim_losses: ['loss'] },
        },
      },
      { target: 'speechain' },
    ],
    [
      'the loss key of SpeeChain',
      {
        optim_sches: {
          type: 'noam.Noamlr',
          conf: { optim_type: 'Adam', optim_conf: {}, optim_losses: 'loss' },
        },
      },
      { target: 'speechain' },
    ],
  ];
  test.each(cases)('%s', (_, value, options) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const [problem] = problemsOf(text, options).filter(({ fixes }) => fixes.length > 0);
      expect(problem).toBeDefined();
      for (const { edits, title } of problem?.fixes ?? []) {
        const after = applyEdits(text, edits);
        expect(() => JSON.parse(after), `${title}: ${after}`).not.toThrow();
        expect(problemsOf(after, options).map(({ code }) => code)).not.toContain('optim/number-as-text');
      }
    }
  });

  test('a conversion too', () => {
    const text = JSON.stringify({
      optim_sches: {
        type: 'noam.NoamLr',
        conf: { optim_type: 'Adam', optim_conf: {}, d_model: 256, warmup_steps: 400 },
      },
    });
    for (const to of ['espnet.NoamLR', 'transformers.inverse_sqrt']) {
      const result = convertSchedule(readConfig(parseDocument(text)), 'main', to, { steps: 1000 });
      if ('reason' in result) throw new Error(result.reason);
      const after = applyEdits(text, result.conversion.edits);
      expect(() => JSON.parse(after), after).not.toThrow();
    }
  });
});
