import { Dataset, type ForwardContext, Model, tf } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossGradients } from '../../runtime/src/autograd.js';
import { createUpdateRule } from '../../runtime/src/optimizers/index.js';
import { train } from '../../runtime/src/trainer.js';
import { stepSeed } from '../../runtime/src/training/seeds.js';
import { findOptimizer } from '../../schemas/src/optimizers/index.js';
import { backendsOfPlainOperations, only, useBackend } from './backend.js';
import { makeRun, metricsOf, type RunOptions } from './make-run.js';
import { flat } from './world.js';

/** Batches of a few points of a plane, with noise. */
class Plane extends Dataset<number> {
  constructor(readonly length: number) {
    super({ conf: {}, seed: 0, folder: '.' });
  }
  batch(epoch: number, index: number): number {
    return (epoch - 1) * this.length + index + 1;
  }
}

const rows = 6;

/** Two least-squares problems that share nothing, with inputs left out by the seed of the step. */
class Planes extends Model<number> {
  static override readonly modules = ['left', 'right'];
  static override readonly losses = ['left_loss', 'right_loss'];
  forwards = 0;
  readonly #left = this.parameter('left.weight', tf.tensor2d([0.5, -0.5, 1], [3, 1]));
  readonly #bias = this.parameter('left.bias', tf.scalar(0.25));
  readonly #right = this.parameter('right.weight', tf.tensor2d([1, 1, -1], [3, 1]));

  constructor(private readonly nanAt: readonly number[] = []) {
    super({ moduleConf: {}, data: new Plane(1), seed: 0 });
  }

  forward(step: number, { seed, losses }: ForwardContext): Record<string, tf.Scalar> {
    this.forwards += 1;
    const values = Float32Array.from({ length: 3 * rows }, (_, k) => Math.sin(7 * step + 3 * k));
    const kept = Float32Array.from({ length: 3 * rows }, (_, k) => ((seed >>> (k % 31)) & 1 ? 1.25 : 0.75));
    const x = tf.tensor2d(values, [rows, 3]).mul(tf.tensor2d(kept, [rows, 3])) as tf.Tensor2D;
    const y = tf.matMul(tf.tensor2d(values, [rows, 3]), tf.tensor2d([2, -1, 0.5], [3, 1]));
    const loss = (weight: tf.Variable, bias: tf.Tensor): tf.Scalar => {
      const error = tf.sub(tf.add(tf.matMul(x, weight as unknown as tf.Tensor2D), bias), y);
      return tf.mul(tf.mean(tf.square(error)), this.nanAt.includes(step) ? Number.NaN : 1);
    };
    const all = {
      left_loss: () => loss(this.#left, this.#bias),
      right_loss: () => loss(this.#right, tf.scalar(0)),
    };
    const wanted = Object.entries(all).filter(([name]) => losses === undefined || losses.includes(name));
    return Object.fromEntries(wanted.map(([name, compute]) => [name, compute()]));
  }
}

const lbfgs = (conf: string, rest = '') =>
  `type: transformers.constant, conf: {optim_type: LBFGS, optim_conf: {${conf}}${rest}}`;
const oneOptimizer = (conf: string, head = '') =>
  `${head}\noptim_sches: {${lbfgs(conf, ', optim_losses: left_loss, updated_modules: left')}}\n`;

const optionsOf = (config: string, perEpoch: number, epochs: number, nanAt: number[] = []): RunOptions => ({
  config,
  model: new Planes(nanAt),
  train: new Plane(perEpoch),
  settings: { numEpochs: epochs },
});

/** The same training without the trainer: the update rule with a closure by hand. */
async function byHand(conf: Record<string, unknown>, windows: number[][], clip?: number): Promise<number[]> {
  const model = new Planes();
  const parameters = new Map([...model.parameters].filter(([name]) => name.startsWith('left')));
  const options = findOptimizer('LBFGS')?.options.parse(conf) ?? {};
  const rule = createUpdateRule('LBFGS', parameters, options);
  const variables = [...parameters.values()];
  for (const steps of windows) {
    await rule.minimize?.(
      async () => {
        const { losses, gradients } = lossGradients(() => {
          const each = steps.map(
            (step) =>
              model.forward(step, { training: true, seed: stepSeed(0, step), losses: ['left_loss'] })
                .left_loss,
          );
          return { sum: tf.addN(each.filter((loss) => loss !== undefined)) as tf.Scalar };
        }, [{ losses: ['sum'], variables, scale: 1 / steps.length }]);
        const value = (losses.sum?.dataSync()[0] ?? Number.NaN) / steps.length;
        let own = (gradients[0] ?? []).map((gradient) => gradient ?? tf.scalar(0));
        if (clip !== undefined) {
          const norm = Math.sqrt(
            own.reduce((sum, each) => sum + (tf.sum(tf.square(each)).dataSync()[0] ?? 0), 0),
          );
          own = own.map((each) => tf.mul(each, Math.min(1, clip / (norm + 1e-6))));
        }
        return {
          loss: value,
          gradients: new Map([...parameters.keys()].map((name, k) => [name, own[k] as tf.Tensor])),
        };
      },
      Number(conf.lr ?? 1),
    );
  }
  return flat(parameters);
}

const left = (run: { model: Model }) =>
  flat(new Map([...run.model.parameters].filter(([name]) => name.startsWith('left'))));

const close = (actual: number[], expected: number[]) =>
  Math.max(...expected.map((value, k) => Math.abs(value - (actual[k] ?? Number.NaN))));

describe.each(backendsOfPlainOperations)('training with LBFGS on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('does at every real step what the closure by hand does, over windows that cross an epoch', async () => {
    const conf = 'lr: 0.3, max_iter: 4';
    const { run, steps } = makeRun(optionsOf(oneOptimizer(conf, 'accum_grad: 3'), 4, 3));
    await train(run);
    const windows = [1, 4, 7, 10].map((first) => [first, first + 1, first + 2]);
    expect(close(left(run), await byHand({ lr: 0.3, max_iter: 4 }, windows))).toBeLessThan(2e-5);
    expect(steps.map(({ gradNorm }) => 'main' in gradNorm)).toEqual(
      [1, 2, 3, 4].flatMap(() => [false, false, true]),
    );
    // Forward passes: one a step, and four evaluations of three batches at each real step.
    expect((run.model as Planes).forwards).toBe(12 + 4 * 4 * 3);
  });

  it('clips the gradients at every evaluation', async () => {
    const conf = { lr: 0.3, max_iter: 3 };
    const { run } = makeRun(optionsOf(oneOptimizer('lr: 0.3, max_iter: 3', 'grad_clip: 1.7'), 1, 1));
    await train(run);
    const expected = await byHand(conf, [[1]], 1.7);
    expect(close(expected, await byHand(conf, [[1]]))).toBeGreaterThan(0.01);
    expect(close(left(run), expected)).toBeLessThan(2e-5);
  });

  it('reduces the loss', async () => {
    const config = oneOptimizer('line_search_fn: strong_wolfe, max_iter: 10', 'accum_grad: 2');
    const { run, steps } = makeRun(optionsOf(config, 4, 4));
    await train(run);
    const losses = steps.map((step) => step.losses.left_loss ?? Number.NaN);
    expect(Math.max(...losses.slice(-4))).toBeLessThan(0.4 * (losses[0] ?? 0));
  });

  it.each([
    ['steps of fixed length', oneOptimizer('lr: 0.3, max_iter: 3, history_size: 2', 'accum_grad: 3')],
    [
      'a line search',
      oneOptimizer('line_search_fn: strong_wolfe, max_iter: 2, history_size: 3', 'accum_grad: 2'),
    ],
  ])('goes on from any step bit by bit: %s', async (_, config) => {
    const whole = makeRun(optionsOf(config, 4, 3));
    await train(whole.run);
    for (let stop = 1; stop < 12; stop += only === 'webgpu' ? 5 : 1) {
      const options = optionsOf(config, 4, 3);
      const first = makeRun({ ...options, settings: { numEpochs: 3, maxSteps: stop } });
      expect(await train(first.run)).toBe('max-steps');
      first.run.recorder.close();
      const second = makeRun({ ...optionsOf(config, 4, 3), folder: first.folder });
      expect(await train(second.run)).toBe('finished');
      expect(flat(second.run.model.parameters)).toEqual(flat(whole.run.model.parameters));
      expect(metricsOf(first.folder)).toEqual(metricsOf(whole.folder));
    }
  });

  it('leaves other modules and losses to their own optimizers', async () => {
    const config = `grad_clip: 100
optim_sches:
  one: {${lbfgs('lr: 0.3, max_iter: 3', ', optim_losses: left_loss, updated_modules: left')}}
  two: {type: transformers.constant, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, optim_losses: right_loss, updated_modules: right}}
`;
    const { run } = makeRun(optionsOf(config, 3, 1));
    await train(run);
    expect(close(left(run), await byHand({ lr: 0.3, max_iter: 3 }, [[1], [2], [3]]))).toBeLessThan(2e-5);
    const right = new Planes();
    for (let step = 1; step <= 3; step++) {
      const weight = right.parameters.get('right.weight');
      if (weight === undefined) throw new Error('no right.weight');
      const { losses, gradients } = lossGradients(
        () => right.forward(step, { training: true, seed: stepSeed(0, step), losses: ['right_loss'] }),
        [{ losses: ['right_loss'], variables: [weight], scale: 1 }],
      );
      weight.assign(tf.sub(weight, tf.mul(gradients[0]?.[0] ?? 0, 0.1)));
      tf.dispose(losses);
    }
    const weights = run.model.parameters.get('right.weight');
    expect(
      close([...(weights?.dataSync() ?? [])], [...(right.parameters.get('right.weight')?.dataSync() ?? [])]),
    ).toBeLessThan(1e-6);
  });

  it('skips a real step with a batch whose loss is NaN', async () => {
    const config = oneOptimizer('lr: 0.3, max_iter: 3', 'accum_grad: 2');
    const { run, notices } = makeRun(optionsOf(config, 6, 1, [3]));
    await train(run);
    expect(notices).toEqual([
      'The loss left_loss is NaN: training step 3 is skipped for all OptimSchedulers.',
      'main: The loss in the no.2 real step is infinite! So, the parameters are not updated in this step.',
    ]);
    const expected = await byHand({ lr: 0.3, max_iter: 3 }, [
      [1, 2],
      [5, 6],
    ]);
    expect(close(left(run), expected)).toBeLessThan(2e-5);
  });

  it('stops when the optimizer ruins the parameters', async () => {
    const { run } = makeRun(optionsOf(oneOptimizer('lr: 1.0e+30, max_iter: 4'), 3, 1));
    await expect(train(run)).rejects.toThrow(
      'The optimizer of "main" in real step 1 met losses that are infinite or NaN and ruined the parameters, as it does in torch.',
    );
  });

  it('keeps no tensor more from step to step', async () => {
    const counts: number[] = [];
    const config = oneOptimizer('lr: 0.3, max_iter: 3, history_size: 2', 'accum_grad: 2');
    const options = optionsOf(config, 8, 1);
    const { run } = makeRun({ ...options, wantsStop: () => counts.push(tf.memory().numTensors) < 0 });
    await train(run);
    expect(new Set(counts.slice(4)).size).toBe(1);
  });
});
