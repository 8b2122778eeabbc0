import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../runtime/src/training/metrics.js';
import { plainProgress, quietProgress, reportInterval } from '../../runtime/src/training/progress.js';
import { durationText, lrText, numberText } from '../../runtime/src/training/texts.js';

const record = (step: number, more: Partial<StepRecord> = {}): StepRecord => ({
  step,
  realStep: step,
  epoch: Math.ceil(step / 20),
  time: 0,
  losses: { loss: step },
  lr: { main: 0.001 },
  gradNorm: {},
  ...more,
});

describe('progress as lines of text', () => {
  const make = (reportPerSteps: number, secondsPerStep: number, fromStep = 1) => {
    const lines: string[] = [];
    let now = 0;
    const progress = plainProgress({
      fromStep,
      totalSteps: 60,
      numEpochs: 3,
      stepsPerEpoch: 20,
      reportPerSteps,
      print: (line) => lines.push(line),
      now: () => now,
    });
    const step = (one: StepRecord) => {
      now += secondsPerStep * 1000;
      progress.step(one);
    };
    return { lines, step, progress };
  };

  it('has the mean losses since the last line, the speed and the time left', () => {
    const { lines, step } = make(10, 0.5);
    for (let t = 1; t <= 20; t++) step(record(t));
    expect(lines).toEqual([
      'step 10/60 | epoch 1/3 | loss 5.500 | lr 1.00e-3 | 2.0 steps/s | 0:25 left',
      'step 20/60 | epoch 1/3 | loss 15.50 | lr 1.00e-3 | 2.0 steps/s | 0:20 left',
    ]);
  });

  it('comes after ten seconds of silence, too, and at the end', () => {
    const { lines, step } = make(1000, 4);
    for (let t = 1; t <= 7; t++) step(record(t));
    step(record(60));
    expect(lines.map((line) => line.split(' | ')[0])).toEqual(['step 3/60', 'step 6/60', 'step 60/60']);
  });

  it('counts the speed of a resumed run from where it went on', () => {
    const { lines, step } = make(10, 0.5, 31);
    for (let t = 31; t <= 40; t++) step(record(t));
    expect(lines[0]).toContain('| 2.0 steps/s | 0:10 left');
  });

  it('leaves skipped steps out of the means', () => {
    const { lines, step } = make(2, 0.1);
    step(record(1, { losses: { loss: Number.NaN }, skipped: 'NaN' }));
    step(record(2));
    expect(lines[0]).toContain('| loss 2.000 |');
  });

  it('shows validations with their examples, and not more notices than one can read', () => {
    const { lines, progress } = make(10, 1);
    progress.valid(2, { metrics: { per: 12.3456, wer: 40 }, examples: ['a  AH', 'b  B IY'] });
    expect(lines).toEqual(['validation after epoch 2: per 12.35, wer 40.00', '  a  AH', '  b  B IY']);
    for (let i = 0; i < 50; i++) progress.notice(`notice ${i}`);
    expect(lines.length).toBe(3 + 21);
    expect(lines.at(-1)).toContain('More of these are not shown');
  });

  it('is nothing but notices when it should be quiet', () => {
    const lines: string[] = [];
    const progress = quietProgress((line) => lines.push(line));
    progress.step(record(1));
    progress.valid(1, { metrics: { per: 1 } });
    progress.notice('look');
    expect(lines).toEqual(['look']);
  });
});

describe('report_per_steps', () => {
  it.each([
    [0, 100, 10],
    [0, 9, 1],
    [0, 25, 2],
    [7, 100, 7],
    [-4, 100, 25],
    [-4, 3, 1],
  ])('%i with %i batches an epoch reports every %i steps', (setting, batches, expected) => {
    expect(reportInterval(setting, batches)).toBe(expected);
  });
});

describe('numbers for a reader', () => {
  it.each([
    [0, '0'],
    [2.31415, '2.314'],
    [12345.67, '12350'],
    [0.0001234, '1.23e-4'],
    [123456, '1.23e+5'],
    [Number.NaN, 'NaN'],
  ])('%d is %s', (value, text) => expect(numberText(value)).toBe(text));

  it.each([
    [0, '0:00'],
    [59.6, '1:00'],
    [3725, '1:02:05'],
    [Number.POSITIVE_INFINITY, '?'],
  ])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it('learning rates have their names when there are several', () => {
    expect(lrText({ ear: 0.001, mouth: 2e-5 })).toBe('lr ear 1.00e-3, mouth 2.00e-5');
  });
});
