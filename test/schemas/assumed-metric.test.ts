import { configCurve, curveSvg, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const plateau = (conf: string, experiment = '') =>
  readConfig(
    parseDocument(
      `${experiment}optim_sches: {type: transformers.reduce_lr_on_plateau, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, factor: 0.5, ${conf}}}\n`,
    ),
  );

/** The steps after which the learning rate is another, of epochs of 10 steps. */
function changes(
  config: ReturnType<typeof plateau>,
  options: { steps: number; improves?: number },
): number[] {
  const [main] = configCurve(config, { stepsPerEpoch: 10, ...options }).optimizers;
  const lr = [...(main?.lr ?? [])];
  return lr.flatMap((value, index) => (index > 0 && value !== lr[index - 1] ? [index + 1] : []));
}

describe('the assumed metric of a preview', () => {
  test.each<
    [what: string, conf: string, experiment: string, improves: number | undefined, expected: number[]]
  >([
    // 10 validations after steps 10, 20, …; the first 5 improve; two bad ones are one too many for a patience of 1.
    ['improves at half of the validations', 'patience: 1', '', undefined, [71, 91]],
    ['improves as often as is said', 'patience: 1', '', 1, [31, 51, 71, 91]],
    ['improves always', 'patience: 1', '', 10, []],
    ['never improves but for the first, which any is', 'patience: 1', '', 0, [31, 51, 71, 91]],
    ['higher is better', 'patience: 1, mode: max', '', undefined, [71, 91]],
    ['by the threshold’s measure', 'patience: 1, threshold: 0.5', '', undefined, [71, 91]],
    ['by an absolute threshold', 'patience: 1, threshold: 3, threshold_mode: abs', '', undefined, [71, 91]],
    // Validations after epochs 1, 3, 5, 7, 9, of which 3 improve.
    ['one validation in two epochs', 'patience: 0', 'valid_per_epochs: 2\n', undefined, [71, 91]],
  ])('%s', (_, conf, experiment, improves, expected) => {
    const options = improves === undefined ? { steps: 100 } : { steps: 100, improves };
    expect(changes(plateau(conf, experiment), options)).toEqual(expected);
  });

  test('is told with the curve, and said in the picture', () => {
    const config = plateau('patience: 1, monitor: per');
    const curve = configCurve(config, { steps: 100, stepsPerEpoch: 10 });
    expect(curve.optimizers[0]?.assumed).toEqual({ metric: 'per', improves: 5, validations: 10 });
    expect(curveSvg(curve, { theme: 'light' })).toContain(
      '>assumed: per improves for 5 validations, then flat<',
    );
    const none = configCurve(config, { steps: 100 });
    expect(curveSvg({ ...none, stepsPerEpoch: 1000 }, { theme: 'light' })).not.toContain('improves for 5');
    const early = configCurve(config, { steps: 9, stepsPerEpoch: 10 });
    expect(curveSvg(early, { theme: 'light' })).toContain('no validation in these steps: per moves nothing');
  });

  test('a schedule that no metric drives assumes nothing', () => {
    const config = readConfig(
      parseDocument('optim_sches: {type: noam.NoamLr, conf: {optim_type: SGD, optim_conf: {}}}'),
    );
    expect(configCurve(config, { steps: 10 }).optimizers[0]).not.toHaveProperty('assumed');
  });
});
