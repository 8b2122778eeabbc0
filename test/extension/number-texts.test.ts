import { describe, expect, it } from 'vitest';
import {
  agoText,
  bytesText,
  durationText,
  lrText,
  metricText,
  numberText,
} from '../../extension/src/runs/number-texts.js';
import { looksLikeExperiment } from '../../extension/src/train/looks-like-experiment.js';
import { Speed } from '../../extension/src/train/points/speed.js';
import { numberText as ofTheCommandLine } from '../../runtime/src/training/texts.js';

describe('numbers', () => {
  it('are written as the command line does', () => {
    for (const value of [0, 1, 2.31, -0.5, 1e-5, 0.001, 9999.5, 12345, 1e5, 3e20, Number.NaN, -Infinity])
      expect(numberText(value)).toBe(ofTheCommandLine(value));
    expect(lrText({ main: 0.0044 })).toBe('4.40e-3');
    expect(lrText({ a: 1, b: 0 })).toBe('a 1.00e+0, b 0.00e+0');
  });

  it.each([
    ['per', 15.68, 'PER 15.7'],
    ['accuracy', 0.93126, 'accuracy 0.931'],
    ['loss', 1e-7, 'loss 1.00e-7'],
    ['wer', Number.NaN, 'WER NaN'],
  ])('%s %d is %s', (metric, value, text) => {
    expect(metricText(metric, value)).toBe(text);
  });

  it.each([
    [0.2, '1 sec'],
    [59, '59 sec'],
    [59.7, '1 min'],
    [150, '3 min'],
    [3599, '1 hr'],
    [5400, '1.5 hr'],
    [40_000, '11 hr'],
    [400_000, '4.6 days'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds, 'en')).toBe(text);
  });

  it('tell how long ago, and how large, in the reader’s language', () => {
    const now = Date.now();
    const ago = (hours: number, language = 'en') => agoText(now - hours * 3_600_000, now, language);
    expect([ago(0), ago(0.01), ago(0.5), ago(2), ago(24), ago(72), ago(-1)]).toEqual([
      'now',
      'now',
      '30m ago',
      '2h ago',
      'yesterday',
      '3d ago',
      'now',
    ]);
    expect(ago(2, 'ja')).toMatch(/^2 ?時間前$/);
    expect([0, 999, 3_012_345, 2.5e13].map((bytes) => bytesText(bytes, 'en'))).toEqual([
      '0 byte',
      '999 byte',
      '3.01 MB',
      '25 TB',
    ]);
  });
});

describe('the speed', () => {
  it('is that of the last half minute, and starts anew after a pause', () => {
    const speed = new Speed(30);
    expect(speed.perSecond).toBeUndefined();
    for (let time = 0; time <= 100; time++) speed.add(time, time * 2);
    expect(speed.perSecond).toBeCloseTo(2);
    for (let time = 101; time <= 140; time++) speed.add(time, 200 + (time - 100) * 10);
    expect(speed.perSecond).toBeCloseTo(10);
    speed.add(100_000, 700);
    expect(speed.perSecond).toBeUndefined();
    speed.add(100_060, 730);
    expect(speed.perSecond).toBeCloseTo(0.5);
    // Gone on with from an earlier step.
    speed.add(100_070, 600);
    expect(speed.perSecond).toBeUndefined();
  });
});

describe('an experiment', () => {
  it.each([
    ['optim_sches:\n  a: 1\ndata_cfg: x\n', true],
    ['data_cfg: {}\r\n"train_cfg" : t.yaml\r\n', true],
    ['optim_sches: {}\n', false],
    ['train:\n  data_cfg: 1\n  train_cfg: 2\n', false],
    ['# data_cfg: a\ntrain_cfg: b\n', false],
    ['data_cfgs: a\ntrain_cfg: b\n', false],
  ])('%j: %s', (text, is) => {
    expect(looksLikeExperiment(text)).toBe(is);
  });
});
