import type { Curve, CurveSvgOptions, OptimizerCurve } from '@optim-sches/schemas';

/** What a trial curve is made of beside its function. */
export interface Trial {
  readonly name?: string;
  readonly type?: string;
  readonly optimType?: string;
  readonly warmup?: number;
  /** How many points; default 2000. */
  readonly points?: number;
}

type LrOf = (step: number) => number;

export const noam =
  (peak: number, warmup: number): LrOf =>
  (step) =>
    peak * warmup ** 0.5 * Math.min(step ** -0.5, step * warmup ** -1.5);
export const cosine =
  (peak: number, total: number): LrOf =>
  (step) =>
    peak * 0.5 * (1 + Math.cos((Math.PI * step) / total));
export const stepDecay =
  (peak: number, every: number): LrOf =>
  (step) =>
    peak * 0.1 ** Math.floor((step - 1) / every);
/** The same numbers at every run, as good as chance to a picture. */
export const noise =
  (peak: number): LrOf =>
  (step) =>
    peak * ((Math.sin(step * 12.9898) * 43758.5453) % 1) ** 2;

/** The curve of one optimizer, sampled from a function as the real one is from a schedule. */
export function trial(lrOf: LrOf, steps: number, stepsPerEpoch: number, about: Trial = {}): OptimizerCurve {
  const points = Math.min(steps, about.points ?? 2000);
  const at = Float64Array.from({ length: points }, (_, i) =>
    points === 1 ? steps : Math.round(1 + (i * (steps - 1)) / (points - 1)),
  );
  const lr = at.map(lrOf);
  let peak = { lr: Number.NEGATIVE_INFINITY, step: 1 };
  const known = about.warmup !== undefined && about.warmup <= steps ? [about.warmup] : [];
  for (const step of [...known, ...at]) if (lrOf(step) > peak.lr) peak = { lr: lrOf(step), step };
  return {
    name: about.name ?? 'main',
    type: about.type ?? 'noam.NoamLr',
    optimType: about.optimType ?? 'Adam',
    steps: at,
    lr,
    facts: {
      peak,
      first: lr[0] ?? Number.NaN,
      last: lr.at(-1) ?? Number.NaN,
      ...(about.warmup === undefined
        ? {}
        : { warmupEnd: { step: about.warmup, epoch: about.warmup / stepsPerEpoch } }),
    },
  };
}

/** A curve of optimizers that all run the same length. */
export function curveOf(steps: number, stepsPerEpoch: number, ...all: readonly [LrOf, Trial?][]): Curve {
  return {
    steps,
    stepsPerEpoch,
    optimizers: all.map(([lrOf, about]) => trial(lrOf, steps, stepsPerEpoch, about)),
  };
}

const eight = <T>(make: (i: number) => T): T[] => Array.from({ length: 8 }, (_, i) => make(i));
const long = 100_000;
const epoch = 5_000;
const optimTypes = ['Adam', 'AdamW', 'SGD', 'RMSprop', 'Adagrad', 'NAdam', 'RAdam', 'Adamax'];
const main = curveOf(long, epoch, [noam(2e-3, 16_000), { warmup: 16_000 }]);
const two = curveOf(
  long,
  epoch,
  [noam(2e-3, 16_000), { name: 'encoder', warmup: 16_000 }],
  [noam(1e-3, 8_000), { name: 'decoder', warmup: 8_000, optimType: 'AdamW' }],
);

type Case = readonly [curve: Curve, options?: Partial<CurveSvgOptions>];

/** Configurations that people write: their pictures are small. */
export const ordinary: Record<string, Case> = {
  noam: [main],
  'title and early peak': [
    curveOf(long, epoch, [noam(6.99e-4, 4000), { warmup: 4000 }]),
    { title: 'train_asr_transformer.yaml' },
  ],
  'two optimizers': [two, { title: 'Encoder and decoder' }],
  'two optimizers, one warm-up': [
    curveOf(
      long,
      epoch,
      [noam(2e-3, 16_000), { name: 'encoder', warmup: 16_000 }],
      [noam(1e-3, 16_000), { name: 'decoder', warmup: 16_000 }],
    ),
  ],
  'step decay': [curveOf(900, 30, [stepDecay(0.1, 300), { type: 'step.StepLr', optimType: 'SGD' }])],
  cosine: [curveOf(50_000, 1234, [cosine(3e-4, 50_000), { type: 'cosine.CosineLr' }])],
  'warm-up, plateau, decay': [
    curveOf(50_000, 1234, [
      (step) => 3e-4 * Math.min(1, step / 5000, (50_000 - step) / 10_000),
      { warmup: 5000, type: 'wsd.WsdLr' },
    ]),
  ],
  'four optimizers': [
    curveOf(
      long,
      epoch,
      [noam(2e-3, 16_000), { name: 'encoder', warmup: 16_000 }],
      [noam(1.5e-3, 8_000), { name: 'decoder', warmup: 8_000, optimType: 'AdamW' }],
      [noam(1e-3, 30_000), { name: 'frontend', warmup: 30_000, optimType: 'SGD' }],
      [noam(6e-4, 4_000), { name: 'postnet', warmup: 4_000, optimType: 'RMSprop' }],
    ),
  ],
  constant: [curveOf(5000, 5000, [() => 1e-3])],
  'all zero': [curveOf(5000, 500, [() => 0])],
  'a peak 200 times the other': [
    curveOf(
      long,
      epoch,
      [noam(2e-3, 16_000), { name: 'encoder', warmup: 16_000 }],
      [() => 1e-5, { name: 'bert', optimType: 'AdamW' }],
    ),
  ],
  compared: [
    main,
    {
      compare: curveOf(long, epoch, [noam(1.4e-3, 25_000), { warmup: 25_000 }]),
      compareLabel: 'baseline.yaml',
    },
  ],
  'in epochs': [main, { xAxis: 'epochs' }],
  'ten million steps': [curveOf(1e7, 54_321, [noam(1e-3, 4e5), { warmup: 4e5 }])],
  'warm-up longer than the training': [curveOf(3000, 300, [noam(1e-3, 16_000), { warmup: 16_000 }])],
};

/** What nobody should write, and what a bug may make of a schedule. */
export const hard: Record<string, Case> = {
  'eight optimizers': [
    curveOf(
      long,
      epoch,
      ...eight((i): [LrOf, Trial] => [
        noam(2e-3 * 0.8 ** i, 3000 * (i + 1)),
        { name: `module_${i}`, warmup: 3000 * (i + 1), optimType: optimTypes[i] ?? 'Adam' },
      ]),
    ),
  ],
  'eight long names': [
    curveOf(
      long,
      epoch,
      ...eight((i): [LrOf, Trial] => [
        cosine(2e-3 * 0.8 ** i, long),
        { name: `a_very_long_name_of_an_optimizer_that_nobody_reads_${i}`, type: 'cosine.WarmupRestartsLr' },
      ]),
    ),
    { title: 'A title that is longer than a picture is wide, '.repeat(8) },
  ],
  'eight constants': [
    curveOf(long, epoch, ...eight((i): [LrOf, Trial] => [() => 1e-3 * (i + 1), { name: `m${i}` }])),
  ],
  'eleven optimizers': [
    curveOf(
      long,
      epoch,
      ...Array.from({ length: 11 }, (_, i): [LrOf, Trial] => [
        cosine(1e-3 * (i + 1), long),
        { name: `n${i}` },
      ]),
    ),
  ],
  'a gap': [
    curveOf(1000, 100, [(step) => (step > 300 && step < 420 ? Number.NaN : cosine(1e-3, 1000)(step))]),
  ],
  'NaN to the end, and one infinity': [
    curveOf(
      1000,
      100,
      [(step) => (step > 500 ? Number.NaN : cosine(1e-3, 1000)(step)), { name: 'encoder' }],
      [(step) => (step === 200 ? Number.POSITIVE_INFINITY : 5e-4), { name: 'decoder' }],
    ),
  ],
  'nothing but NaN': [curveOf(1000, 100, [() => Number.NaN])],
  'one step': [curveOf(1, 1, [() => 1e-3])],
  'two steps': [curveOf(2, 1, [(step) => 1e-3 * step])],
  'fifteen decades': [curveOf(1000, 100, [(step) => 10 ** (-12 + (15 * step) / 1000)])],
  'fifteen decades beside a small one': [
    curveOf(
      1000,
      100,
      [(step) => 10 ** (-12 + (15 * step) / 1000), { name: 'big' }],
      [noam(1e-6, 200), { name: 'small', warmup: 200 }],
    ),
  ],
  'the largest numbers': [curveOf(100, 10, [(step) => (step % 2 === 0 ? 1.7e308 : -1.7e308)])],
  'the smallest number': [curveOf(100, 10, [() => 5e-324])],
  negative: [curveOf(1000, 100, [(step) => 1e-3 * Math.sin(step / 80)])],
  'a warm-up of 100 steps': [curveOf(long, epoch, [noam(2e-3, 100), { warmup: 100 }])],
  'one jagged': [curveOf(long, epoch, [noise(1e-3), { points: long }])],
  'eight jagged': [
    curveOf(
      long,
      epoch,
      ...eight((i): [LrOf, Trial] => [noise(1e-3 * (i + 1)), { name: `noise_${i}`, points: long }]),
    ),
  ],
  'eight jagged, compared with eight': [
    curveOf(
      long,
      epoch,
      ...eight((i): [LrOf, Trial] => [noise(1e-3 * (i + 1)), { name: `noise_${i}`, points: 20_000 }]),
    ),
    {
      compare: curveOf(
        long,
        epoch,
        ...eight((i): [LrOf, Trial] => [noise(1e-3 * (i + 1.5)), { name: `other_${i}`, points: 20_000 }]),
      ),
    },
  ],
  'compared with a longer training and another name': [
    two,
    {
      compare: curveOf(
        130_000,
        epoch,
        [noam(1.4e-3, 25_000), { name: 'encoder', warmup: 25_000 }],
        [() => 5e-4, { name: 'extra' }],
      ),
      compareLabel: 'a/rather/long/path/to/the/baseline/configuration.yaml',
      title: 'Two files',
    },
  ],
  'names in other scripts': [
    curveOf(
      long,
      epoch,
      [noam(2e-3, 16_000), { name: '编码器优化器学习率的名字很长', warmup: 16_000 }],
      [noam(1e-3, 8_000), { name: 'デコーダー 👩‍👩‍👧‍👦', warmup: 8_000 }],
    ),
  ],
  'no optimizer': [{ steps: 100, stepsPerEpoch: 10, optimizers: [] }],
  'no points': [{ steps: 0, stepsPerEpoch: 0, optimizers: [trial(() => 1, 0, 1)] }],
};
