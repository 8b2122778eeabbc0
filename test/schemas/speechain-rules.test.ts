import { check, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const problems = (text: string) => check(readConfig(parseDocument(text)), { target: 'speechain' });
const said = (text: string) => problems(text).map(({ code, severity }) => `${severity} ${code}`);

const optimizer = (more = '') => `{type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}${more}}}`;
const alone = (before: string, more = '') => `${before}optim_sches: ${optimizer(more)}\n`;
const withModel = (model: string, more = '', before = '') =>
  `${before}use_amp: False\ntrain_cfg:\n  model: ${model}\n  optim_sches: ${optimizer(more)}\n`;
const asr = (conf: string, layer = 'ctc_layer', module = '{}') =>
  withModel(
    `{model_type: ar_asr.ARASR, module_conf: ${module}, model_conf: ${conf}}`,
    `, updated_modules: ${layer}`,
  );
const frozen = (type: string, value: string, before = '') =>
  withModel(`{model_type: ${type}, module_conf: {}, model_conf: {frozen_modules: ${value}}}`, '', before);

const argument = 'error optim/speechain-arguments';
const model = 'error optim/speechain-model';

describe('what SpeeChain refuses at its start', () => {
  const cases: [text: string, problems: string[]][] = [
    [alone('ngpu: 0\n'), [argument]],
    [alone('ngpu: -1\n'), [argument]],
    [alone('ngpu: 2\n'), []],
    [alone('dist_url: env://\n'), [argument]],
    [alone('dist_url: "env://:4000"\n'), [argument]],
    [alone('dist_url: tcp://127.0.0.1:4000\n'), []],
    [`num_epochs: 3\ntrain_cfg:\n  optim_sches: ${optimizer()}\n`, [model]],
    [`resume: True\ntrain_cfg:\n  optim_sches: ${optimizer()}\n`, []],
    [frozen('ar_tts.ARTTS', '[encoder]'), [model]],
    [frozen('ar_tts.ARTTS', '[]'), [model]],
    [frozen('ar_tts.ARTTS', 'all'), []],
    [frozen('ar_tts.ARTTS', 'null'), []],
    [frozen('lm.LM', 'lm'), []],
    [frozen('lm.LM', '[lm.encoder]'), [model]],
    [frozen('ar_tts.ARTTS', 'encoder', 'resume: True\n'), []],
    [asr('{customize_conf: {ctc_weight: 0.0}}'), [model]],
    [asr('{}', '[encoder, ctc_layer]'), [model]],
    [asr('{customize_conf: {ctc_weight: 0.3}}'), []],
    [asr('{}', 'ctc_layer', '{ctc_weight: 0.3}'), []],
    [asr('{}', 'encoder'), []],
  ];
  test.each(cases)('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('a model that nobody knows may lie in one module: a warning', () => {
    expect(said(frozen('mine.Model', 'encoder'))).toContain('warning optim/speechain-model');
  });
});

describe('updated_modules on several GPUs', () => {
  const cases: [modules: string, problems: string[]][] = [
    ['module', []],
    ['[module]', []],
    ['encoder', ['error optim/speechain-modules']],
    ['[module, encoder]', ['error optim/speechain-modules']],
  ];
  test.each(cases)('%s', (modules, expected) => {
    expect(said(alone('ngpu: 2\n', `, updated_modules: ${modules}`))).toEqual(expected);
  });
});

describe('one fix for the key and the list of one loss', () => {
  const layouts: [written: string, fixed: string][] = [
    ['      optim_losses: [loss]\n', '      optim_loss: loss\n'],
    ['      optim_loss: [ "loss" ]\n', '      optim_loss: "loss"\n'],
    ['      optim_losses:\n        - loss\n', '      optim_loss: loss\n'],
    ['      optim_losses:\n      - loss\n', '      optim_loss: loss\n'],
    ['      optim_losses: [loss] # the sum\n', '      optim_loss: loss # the sum\n'],
    ['      optim_losses: loss\n', '      optim_loss: loss\n'],
  ];
  const around = (losses: string) =>
    `optim_sches:\n  main:\n    type: noam.Noamlr\n    conf:\n      optim_type: Adam\n${losses}      optim_conf: {}\n`;
  test.each(layouts)('%j', (written, fixed) => {
    const text = around(written);
    const found = problems(text);
    expect(found.map(({ code }) => code)).toEqual(['optim/speechain-spelling']);
    const fix = found[0]?.fixes.find(({ safe }) => safe);
    const result = fix?.edits.reduce(
      (t, e) => t.slice(0, e.span.start) + e.newText + t.slice(e.span.end),
      text,
    );
    expect(result).toBe(around(fixed));
    expect(problems(around(fixed))).toEqual([]);
  });

  test.each(['      optim_losses: # the sum\n        - loss\n', '      optim_losses: [a_loss, b_loss]\n'])(
    '%j is two mistakes: the fix of the key leaves the list',
    (written) => {
      const found = problems(around(written));
      expect(found.map(({ code }) => code)).toEqual(['optim/speechain-spelling', 'optim/speechain-spelling']);
      expect(found.map(({ fixes }) => fixes[0]?.title)).toEqual(['Change to optim_loss', undefined]);
    },
  );
});
