import {
  applyEdits,
  configCurve,
  convertSchedule,
  parseDocument,
  readConfig,
  schedulers,
} from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const block = (type: string, conf: string, lr: number | undefined, around = '') =>
  `${around}optim_sches: {type: ${type}, conf: {optim_type: AdamW, optim_conf: {${lr === undefined ? '' : `lr: ${lr}`}}${conf === '' ? '' : `, ${conf}`}}}\n`;

const read = (text: string) => readConfig(parseDocument(text));

/** The learning rates of all real steps, from the text itself. */
function curve(text: string, steps: number) {
  const [optimizer] = configCurve(read(text), { steps, stepsPerEpoch: 1000 }).optimizers;
  if (!optimizer) throw new Error('There is no curve.');
  return optimizer.lr;
}

const far = (a: number, b: number) => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

describe('the nearest where the table has nothing', () => {
  const nearest = (text: string, to: string, steps = 1000) =>
    convertSchedule(read(text), 'main', to, { steps, stepsPerEpoch: 100, nearest: true });
  const reasonOf = (text: string, to: string, steps?: number) => {
    const result = nearest(text, to, steps);
    return 'reason' in result ? result.reason : result.conversion.type;
  };

  test('the difference is that of the two curves', () => {
    const text = block('noam.NoamLr', 'warmup_steps: 100', 0.002);
    const reason = reasonOf(text, 'torch.CosineAnnealingLR');
    const [, conf, lr, relative, step, before, after] =
      /found, torch\.CosineAnnealingLR \{(.*)\} with lr (\S+), has .* over 1,000 real steps, (.*) %, at real step ([\d,]+): (\S+) with noam\.NoamLr, (\S+) with torch\.CosineAnnealingLR\. Nothing is written\./.exec(
        reason,
      ) ?? [];
    const at = Number(step?.replace(',', '')) - 1;
    const [a, b] = [curve(text, 1000), curve(block('torch.CosineAnnealingLR', conf ?? '', Number(lr)), 1000)];
    const apart = a.map((value, index) => far(value, b[index] ?? Number.NaN));
    expect(apart[at]).toBe(Math.max(...apart));
    // As told: a share that is cut to three digits.
    expect([Number(before), Number(after)]).toEqual([
      Number(a[at]?.toPrecision(3)),
      Number(b[at]?.toPrecision(3)),
    ]);
    expect(relative === 'more than 99.9' ? 0.9995 : Number(relative) / 100).toBeCloseTo(apart[at] ?? 0, 3);
  });

  test('the conf is made of what the source says', () => {
    const text = block('transformers.linear', 'num_warmup_steps: 70, num_training_steps: 900', 0.003);
    expect(reasonOf(text, 'transformers.constant_with_warmup')).toMatch(
      /^Not the same curve: .*transformers\.constant_with_warmup \{num_warmup_steps: 70\} with lr 0\.003/,
    );
  });

  test('the same curve is a conversion, for the length that was compared', () => {
    const text = block('nemo.PolynomialDecayAnnealing', 'max_steps: 1000, warmup_steps: 50, power: 2', 0.001);
    const result = nearest(text, 'nemo.SquareAnnealing');
    if ('reason' in result) throw new Error(result.reason);
    const { edits, sameness, notes } = result.conversion;
    expect([sameness.kind, notes[0]]).toEqual(['exact', expect.stringMatching(/over 1,000 real steps/)]);
    const after = applyEdits(text, edits);
    expect(after).toContain('warmup_steps: 50');
    expect(
      Math.max(...curve(text, 1000).map((lr, index) => far(lr, curve(after, 1000)[index] ?? 0))),
    ).toBeLessThan(1e-9);
    // Without the wish for it the table alone is asked.
    expect('reason' in convertSchedule(read(text), 'main', 'nemo.SquareAnnealing', { steps: 1000 })).toBe(
      true,
    );
  });

  test('one assumed course of a metric is no proof', () => {
    const step = block('torch.StepLR', 'step_size: 5000', 0.001);
    expect(reasonOf(step, 'torch.ReduceLROnPlateau')).toMatch(
      /validations \(the sum of the losses\) are assumed.* Nothing is written\./,
    );
    expect(
      reasonOf(block('torch.ReduceLROnPlateau', 'patience: 0, monitor: per', 1), 'torch.StepLR', 9000),
    ).toMatch(/^Not the same curve: .* The validations \(per\) are assumed/);
  });

  test('every schedule is a target', () => {
    const text = block('noam.NoamLr', 'warmup_steps: 100', 0.002);
    for (const { type } of schedulers) {
      if (type === 'noam.NoamLr') continue;
      const result = nearest(text, type, 300);
      expect([type, 'reason' in result ? result.reason : 'converted']).toEqual([
        type,
        expect.stringMatching(/^converted$|Nothing is written\./),
      ]);
    }
  });
});
