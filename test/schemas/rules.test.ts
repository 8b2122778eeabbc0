import type { Target } from '@optim-sches/schemas';
import { check, parseDocument, readConfig, rules } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

/** An example may say in a comment how many steps an epoch has. */
const problems = (text: string, target: Target = 'runtime') => {
  const steps = /(\d+) steps an epoch/.exec(text)?.[1];
  return check(readConfig(parseDocument(text), { readFile: () => undefined }), {
    target,
    ...(steps === undefined ? {} : { stepsPerEpoch: Number(steps) }),
  });
};

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  const { bad, good, target } = rule.example;

  test('its bad example has this problem and no other', () => {
    expect([...new Set(problems(bad, target).map((problem) => problem.code))]).toEqual([code]);
  });

  test('its good example has none', () => {
    expect(problems(good, target)).toEqual([]);
  });

  test('its message is made of sentences, its fixes solve it', () => {
    for (const problem of problems(bad, target)) {
      expect(problem.message).toMatch(/[.?]$/);
      const fix = problem.fixes.find((one) => one.preferred);
      if (!fix) continue;
      const fixed = [...fix.edits]
        .sort((a, b) => b.span.start - a.span.start)
        .reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), bad);
      expect(problems(fixed, target).filter((left) => left.code === code)).toEqual([]);
    }
  });
});

const block = (conf: string, type = 'noam.NoamLr') => `optim_sches: {type: ${type}, conf: {${conf}}}\n`;

describe('one mistake, one problem', () => {
  const cases: [name: string, text: string, code: string, suggestion: string][] = [
    ['misspelled option', block('optim_type: Adam, optim_conf: {lrr: 0.1}'), 'optim/unknown-key', 'lr'],
    ['misspelled required key', block('optim_tpye: Adam, optim_conf: {}'), 'optim/unknown-key', 'optim_type'],
    ['misspelled optim_conf', block('optim_type: Adam, optim_cnf: {}'), 'optim/unknown-key', 'optim_conf'],
    [
      'misspelled type',
      block('optim_type: Adam, optim_conf: {}', 'noam.NoamLR'),
      'optim/unknown-type',
      'noam.NoamLr',
    ],
    ['misspelled optimizer', block('optim_type: AdmaW, optim_conf: {}'), 'optim/unknown-optimizer', 'AdamW'],
    [
      'misspelled conf',
      'optim_sches: {type: noam.NoamLr, cnof: {optim_type: Adam}}\n',
      'optim/unknown-key',
      'conf',
    ],
    [
      'misspelled conf of a named one',
      'optim_sches: {a: {type: noam.NoamLr, cnof: {optim_type: Adam}}}\n',
      'optim/unknown-key',
      'conf',
    ],
    ['warmup', block('optim_type: Adam, optim_conf: {}, warmup: 100'), 'optim/unknown-key', 'warmup_steps'],
    [
      'a key of the curve in a training of known length',
      `num_epochs: 10 # 100 steps an epoch\n${block('optim_type: Adam, optim_conf: {}, warmup_step: 100')}`,
      'optim/unknown-key',
      'warmup_steps',
    ],
    ['loss key', block('optim_type: Adam, optim_conf: {}, optim_los: x'), 'optim/unknown-key', 'optim_loss'],
  ];
  test.each(cases)('%s', (_, text, code, suggestion) => {
    const found = problems(text);
    expect(found.map((problem) => problem.code)).toEqual([code]);
    expect(found[0]?.message).toContain(`Did you mean "${suggestion}"`);
  });
});

describe('where the YAML is broken, what it hides is not missing', () => {
  const cases: [name: string, text: string, code: string][] = [
    ['a tab', 'optim_sches:\n\ttype: noam.NoamLr\n', 'optim/yaml-tab'],
    [
      'an indentation',
      'a: 1\noptim_sches:\n  type: noam.NoamLr\n   conf: {optim_type: Adam, optim_conf: {}}\nb: 2\n',
      'optim/yaml-syntax',
    ],
    ['a second colon', 'train_cfg:\n  optim_sches:\n    type: a: b\n', 'optim/yaml-syntax'],
    [
      'an open bracket: what its lines come to, and the curve without them',
      'num_epochs: 10 # 100 steps an epoch\noptim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf:\n      betas: [0.9, 0.98\n      eps: 1.0e-9\n    warmup_steps: 200\n',
      'optim/yaml-syntax',
    ],
    [
      'a line that is not as deep as the others',
      'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf:\n       lr: 0.001\n      betas: [0.9, 0.98]\n      eps: 1.0e-9\n',
      'optim/yaml-syntax',
    ],
    ['an open quote', 'optim_sches:\n  type: "noam\n', 'optim/yaml-syntax'],
  ];
  test.each(cases)('%s', (_, text, code) => {
    expect(problems(text).map((problem) => problem.code)).toEqual([code]);
  });

  test('another OptimScheduler has its own mistakes', () => {
    const text =
      'optim_sches:\n  a:\n    type: noam.NoamLr\n    conf: {optim_conf: {}}\n  b:\n    type: noam.NoamLr\n     conf: {}\n  c:\n    type: noam.NoamLr\n    conf: {optim_type: Adm, optim_conf: {}}\n';
    expect(problems(text).map((problem) => problem.code)).toEqual([
      'optim/missing-key',
      'optim/yaml-syntax',
      'optim/unknown-optimizer',
    ]);
  });

  test('elsewhere it is', () => {
    const text = 'a:\n  b: 1\n   c: 2\noptim_sches: {type: noam.NoamLr, conf: {optim_conf: {}}}\n';
    expect(problems(text).map((problem) => problem.code)).toEqual(['optim/yaml-syntax', 'optim/missing-key']);
  });
});

test('severity is a setting of each rule', () => {
  const config = readConfig(parseDocument(block('optim_type: Adam, optim_conf: {lrr: 0.1}')));
  expect(check(config, { severities: { 'optim/unknown-key': 'hint' } })[0]?.severity).toBe('hint');
  expect(check(config, { severities: { 'optim/unknown-key': 'off' } })).toEqual([]);
});

describe('what SpeeChain takes by accident is a warning for it', () => {
  const accidents: [text: string, codes: string[]][] = [
    ['optim_sches: {}\n', ['optim/block-form']],
    [block('optim_type: Adam, optim_conf: {amsgrad: "False"}', 'noam.Noamlr'), ['optim/odd-number']],
    [block('optim_type: Adam, optim_conf: {maximize: 1}', 'noam.Noamlr'), ['optim/odd-number']],
    [`grad_clip: "5"\n${block('optim_type: Adam, optim_conf: {}', 'noam.Noamlr')}`, ['optim/number-as-text']],
    [
      block('optim_type: sparse_adam.SparseAdam, optim_conf: {}', 'noam.Noamlr'),
      ['optim/unusable-optimizer'],
    ],
    [
      'optim_sches: {a: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}, note: x}}\n',
      ['optim/unknown-key'],
    ],
  ];
  test.each(accidents)('%s', (text, codes) => {
    const found = problems(text, 'speechain');
    expect(found.map((problem) => problem.code)).toEqual(codes);
    if (codes[0] !== 'optim/unusable-optimizer')
      expect(found.filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  const torch: [conf: string, severity: string][] = [
    ['optim_type: Adam, optim_conf: {lr: .nan}', 'error'],
    ['optim_type: Adam, optim_conf: {lr: -.inf}', 'error'],
    ['optim_type: Adam, optim_conf: {lr: .inf}', 'warning'],
    ['optim_type: SGD, optim_conf: {lr: .nan}', 'warning'],
    ['optim_type: SGD, optim_conf: {momentum: -.inf}', 'error'],
    ['optim_type: Adadelta, optim_conf: {rho: .inf}', 'error'],
    ['optim_type: Adam, optim_conf: {weight_decay: True}', 'error'],
    ['optim_type: AdamW, optim_conf: {weight_decay: True}', 'warning'],
    ['optim_type: Adam, optim_conf: {differentiable: 0}', 'error'],
    ['optim_type: Adam, optim_conf: {differentiable: True}', 'error'],
    ['optim_type: Adam, optim_conf: {amsgrad: null}', 'warning'],
    ['optim_type: Adam, optim_conf: {amsgrad: {}}', 'warning'],
    ['optim_type: Adam, optim_conf: {}, warmup_steps: .inf', 'warning'],
    ['optim_type: Adam, optim_conf: {}, d_model: .nan', 'warning'],
  ];
  test.each(torch)('%s', (conf, severity) => {
    const found = problems(block(conf, 'noam.Noamlr'), 'speechain');
    expect(
      found.filter((problem) => problem.severity !== 'information').map((problem) => problem.severity),
    ).toEqual([severity]);
  });

  test('a text that is no number at all is an error', () => {
    const text = `grad_clip: five\n${block('optim_type: Adam, optim_conf: {}', 'noam.Noamlr')}`;
    expect(problems(text, 'speechain').map((problem) => problem.severity)).toEqual(['error']);
  });
});

describe('what the loader refuses is said once', () => {
  const cases: [text: string, code: string][] = [
    [block('optim_type: Adam, optim_conf: {betas: !tuple (0.9, 0.98)}'), 'optim/yaml-tuple'],
    [
      `warm: 40\n${block('optim_type: Adam, optim_conf: {}, warmup_steps: !ref <wram>')}`,
      'optim/ref-unknown',
    ],
    [`warm: 40\n${block('optim_type: !ref <Adam>, optim_conf: {}')}`, 'optim/ref-unknown'],
  ];
  test.each(cases)('%s', (text, code) => {
    expect(problems(text).map((problem) => problem.code)).toEqual([code]);
  });
});

describe('correct configurations are silent', () => {
  const recipes = [
    block(
      'optim_type: Adam, optim_conf: {betas: [0.9, 0.97], eps: 1.0e-8}, warmup_steps: 9000',
      'noam.Noamlr',
    ),
    `ramp_steps: 3000\ntrain_cfg:\n  model: {model_type: lm.LM, module_conf: {}}\n  optim_sches:\n    type: noam.Noamlr\n    conf:\n      optim_type: Adam\n      optim_conf: {lr: 0.0015, betas: [0.9, 0.98], eps: 1.0e-9}\n      warmup_steps: !ref <ramp_steps>\n`,
    block(
      'optim_type: AdamW, optim_conf: {lr: 0.0008, weight_decay: 5e-4}, warmup_steps: 12000',
      'noam.Noamlr',
    ),
    `optim_sches: {bird_adam: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {eps: 1.0e-9}, d_model: 320, warmup_steps: 7000}}}\n`,
    block('optim_type: RAdam, optim_conf: {lr: 3e-4}, warmup_steps: 500, step_per_update: 2', 'noam.Noamlr'),
    block(
      'optim_type: Adam, optim_conf: {}, d_model: null, optim_loss: null, updated_modules: null',
      'noam.Noamlr',
    ),
  ];
  test.each(recipes)('%s', (text) => {
    // That this runtime does not have SpeeChain's own models is told, and is no mistake.
    for (const target of ['runtime', 'speechain', 'both'] as const)
      expect(problems(text, target).filter(({ severity }) => severity !== 'information')).toEqual([]);
  });
});
