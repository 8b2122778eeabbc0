import { check, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const problems = (type: string, conf: string) => {
  const text = `optim_sches: {type: ${type}, conf: {optim_type: Adam, optim_conf: {}, ${conf}}}\n`;
  const found = check(readConfig(parseDocument(text)), { target: 'speechain' });
  return found.filter(({ severity }) => severity === 'error');
};

describe('a schedule that SpeeChain does not have names the nearest that it has', () => {
  const cases: [type: string, conf: string, message: RegExp, fix: string | undefined][] = [
    [
      'espnet.WarmupLR',
      'warmup_steps: 400',
      /nearest is noam\.Noamlr\. The learning rate is the same/,
      'noam.Noamlr',
    ],
    [
      'transformers.inverse_sqrt',
      'num_warmup_steps: 400',
      /nearest is noam\.Noamlr\. The curve is the same, one real step earlier/,
      'noam.Noamlr',
    ],
    [
      'fairseq.inverse_sqrt',
      'warmup_updates: 400, warmup_init_lr: 1e-5',
      /nearest is noam\.Noamlr\. The learning rate is not the same/,
      undefined,
    ],
    ['torch.StepLR', 'step_size: 400', /Neither has this curve/, undefined],
  ];
  test.each(cases)('%s {%s}', (type, conf, message, fix) => {
    const [problem, ...rest] = problems(type, conf);
    expect(rest).toEqual([]);
    expect(problem?.code).toBe('optim/speechain-spelling');
    expect(problem?.message).toContain(
      `SpeeChain has no "${type}", only "noam.Noamlr" and "exp.ExponentDecayLr"`,
    );
    expect(problem?.message).toMatch(message);
    expect(problem?.fixes.map(({ title }) => title)).toEqual(fix ? [`Convert to ${fix}`] : []);
  });
});
