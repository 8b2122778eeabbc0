import { readFileSync } from 'node:fs';
import { type Config, parseDocument, readConfig } from '@optim-sches/schemas';
import { Dataset, Model, type ModelContext, tf } from 'optim-sches';

// The tiny model and data that the SpeeChain oracle was measured with: see `meta.world` in speechain.json.

export const shapes = {
  'encoder.weight': [4, 3],
  'encoder.bias': [4],
  'decoder.weight': [2, 4],
  'decoder.bias': [2],
} as const;
export const size = 26;

export const initial = (k: number) => (((37 * k + 11) % 64) - 32) / 64;
export const gradientAt = (t: number, k: number) => (((31 * t + 17 * k + 7) % 101) - 50) / 64;

/** Tensors of the world's shapes from values by flat index. */
export function tensorsOf(value: (k: number) => number): Map<string, tf.Tensor> {
  let offset = 0;
  const tensors = new Map<string, tf.Tensor>();
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product: number, each) => product * each, 1);
    const start = offset;
    tensors.set(
      name,
      tf.tensor(
        Float32Array.from({ length }, (_, i) => value(start + i)),
        [...shape],
      ),
    );
    offset += length;
  }
  return tensors;
}

/** All parameters one after the other. */
export function flat(tensors: ReadonlyMap<string, tf.Tensor>): number[] {
  return [...tensors.values()].flatMap((tensor) => [...tensor.dataSync()]);
}

/** Losses by the modules that they reach. */
export type Losses = Readonly<Record<string, readonly string[]>>;

export const oneLoss: Losses = { loss: ['encoder', 'decoder'] };

/** Each batch is the number of its training step; a loss is the sum of parameter times gradient. */
export class WorldModel extends Model<number> {
  static override readonly modules = ['encoder', 'decoder'];
  static override readonly losses = ['loss'];

  /** Batches (training steps) whose loss is NaN. */
  nanAt: readonly number[] = [];

  constructor(
    context: Pick<ModelContext, 'seed'> = { seed: 0 },
    private readonly lossModules: Losses = oneLoss,
  ) {
    super({ moduleConf: {}, data: new WorldData(1), ...context });
    for (const [name, tensor] of tensorsOf(initial)) this.parameter(name, tensor);
  }

  forward(step: number): Record<string, tf.Scalar> {
    const gradients = tensorsOf((k) => gradientAt(step, k));
    const loss = (modules: readonly string[]): tf.Scalar => {
      const terms = [...this.parameters]
        .filter(([name]) => modules.includes(name.split('.')[0] ?? ''))
        .map(([name, parameter]) => tf.sum(tf.mul(parameter, gradients.get(name) ?? 0)));
      const sum = tf.addN(terms) as tf.Scalar;
      return this.nanAt.includes(step) ? tf.mul(sum, Number.NaN) : sum;
    };
    return Object.fromEntries(
      Object.entries(this.lossModules).map(([name, modules]) => [name, loss(modules)]),
    );
  }
}

/** Batches are the numbers of the training steps. */
export class WorldData extends Dataset<number> {
  constructor(readonly length: number) {
    super({ conf: {}, seed: 0, folder: '.' });
  }

  batch(epoch: number, index: number): number {
    return (epoch - 1) * this.length + index + 1;
  }
}

/** A case of `speechain.json`. */
export interface OracleCase {
  readonly name: string;
  readonly optim_sches: unknown;
  readonly exp_cfg: Readonly<Record<string, unknown>>;
  readonly steps_per_epoch: number;
  readonly epochs: number;
  readonly losses?: Losses;
  readonly skipped_steps?: readonly number[];
  readonly bad_gradients?: Readonly<Record<string, { readonly loss: 'nan' | 'inf' }>>;
  readonly lr: Readonly<Record<string, readonly (number | null)[]>>;
  readonly grad_norm: readonly unknown[];
  readonly updated: readonly unknown[];
  readonly params: Readonly<Record<string, readonly number[]>>;
  readonly log?: readonly string[];
  readonly gens: readonly string[];
}

/** The text of the oracle: it tells `4000.0` from `4000`, which JSON.parse does not. */
export const oracleText = readFileSync(new URL('../oracle/speechain.json', import.meta.url), 'utf8');
export const oracle = JSON.parse(oracleText) as { cases: OracleCase[] } & Record<string, unknown>;

/** The configuration of an oracle case. */
export function configOf({ optim_sches, exp_cfg }: Pick<OracleCase, 'optim_sches' | 'exp_cfg'>): Config {
  const entries = Object.entries(exp_cfg).map(
    ([key, value]) => `${key}: ${value === 'Infinity' ? '.inf' : value}\n`,
  );
  const config = readConfig(
    parseDocument(`${entries.join('')}optim_sches: ${JSON.stringify(optim_sches)}\n`),
  );
  if (config.document.problems.length > 0) throw new Error(config.document.problems[0]?.message);
  return config;
}
