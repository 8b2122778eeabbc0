// Trainings in which a step is not finite, for what reads losses late.
import { Dataset, Model, tf } from 'optim-sches';
import { type FusedUpdates, fusedUpdates, setFusedUpdates } from '../../runtime/src/backends/fused.js';
import { train } from '../../runtime/src/trainer.js';
import { makeRun, temporaryFolder } from './make-run.js';

/** What goes wrong in a step: a loss is NaN, or the gradients of one module. */
export type Wrong = 'encoder_loss' | 'decoder_loss' | 'encoder' | 'decoder';

export class Steps extends Dataset<number> {
  constructor(readonly length: number) {
    super({ conf: {}, seed: 0, folder: '.' });
  }
  batch(epoch: number, index: number): number {
    return (epoch - 1) * this.length + index + 1;
  }
}

/** A quadratic loss for each of two modules; the decoder's sees the encoder too, but does not move it. */
export class TwoModules extends Model<number> {
  static override readonly modules = ['encoder', 'decoder'];
  static override readonly losses = ['encoder_loss', 'decoder_loss'];
  wrong: ReadonlyMap<number, Wrong> = new Map();
  readonly #encoder = this.parameter('encoder.weight', tf.tensor1d([0.5, -1, 2]));
  readonly #decoder = this.parameter('decoder.weight', tf.tensor1d([-0.25, 3, 1]));

  forward(step: number): Record<string, tf.Scalar> {
    const wrong = this.wrong.get(step);
    const target = tf.tensor1d([step % 3, (step % 5) / 2, 1]);
    const loss = (name: 'encoder' | 'decoder', weight: tf.Tensor, value: tf.Tensor): tf.Scalar => {
      let sum = tf.sum(tf.square(tf.sub(value, target)));
      if (wrong === `${name}_loss`) sum = tf.mul(sum, Number.NaN);
      // 0, with the gradient 0 / 0.
      if (wrong === name) sum = tf.add(sum, tf.sqrt(tf.mul(tf.sum(weight), 0)));
      return sum as tf.Scalar;
    };
    return {
      encoder_loss: loss('encoder', this.#encoder, this.#encoder),
      decoder_loss: loss('decoder', this.#decoder, tf.mul(this.#decoder, this.#encoder)),
    };
  }
}

/** One optimizer for both losses, and one for each, with clipping, and one that sits every second step out. */
export const configs = [
  `optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.05}, warmup_steps: 4, optim_losses: [encoder_loss, decoder_loss]}}`,
  `
grad_clip: 1.5
optim_sches:
  first:
    type: exp.ExponentDecayLr
    conf: {optim_type: SGD, optim_conf: {lr: 0.03, momentum: 0.9, nesterov: true}, decay_factor: 0.9, optim_losses: encoder_loss, updated_modules: encoder}
  second:
    type: noam.NoamLr
    conf: {optim_type: AdamW, optim_conf: {lr: 0.05}, warmup_steps: 3, optim_losses: decoder_loss, updated_modules: decoder, step_per_update: 2}`,
  // The next learning rate comes from the one before; Adagrad has no update of all parameters at once.
  `optim_sches:
  first: {type: torch.OneCycleLR, conf: {optim_type: Adam, optim_conf: {lr: 0.05}, max_lr: 0.1, total_steps: 100, optim_losses: encoder_loss, updated_modules: encoder}}
  second: {type: exp.ExponentDecayLr, conf: {optim_type: Adagrad, optim_conf: {lr: 0.05}, decay_factor: 0.9, optim_losses: decoder_loss, updated_modules: decoder}}`,
];

/** A training, and everything that it leaves. */
export async function course(
  config: string,
  wrong: ReadonlyMap<number, Wrong>,
  pauses: readonly number[] = [],
) {
  const folder = temporaryFolder();
  const [perEpoch, epochs] = [6, 2];
  for (const maxSteps of [...pauses, undefined]) {
    const model = new TwoModules({ moduleConf: {}, data: new Steps(perEpoch), seed: 0 });
    model.wrong = wrong;
    const made = makeRun({
      config: `num_epochs: ${epochs}\n${config}`,
      model,
      train: new Steps(perEpoch),
      settings: { maxSteps },
      folder,
    });
    await train(made.run);
    const states = made.run.optimSchedulers.map((each) => {
      const { tensors, ...rest } = each.stateDict();
      return { ...rest, tensors: [...tensors].map(([name, tensor]) => [name, [...tensor.dataSync()]]) };
    });
    const parameters = [...model.parameters].map(([name, each]) => [name, [...each.dataSync()]]);
    for (const each of made.run.optimSchedulers) each.dispose();
    if (maxSteps !== undefined) continue;
    const steps = made.steps.map(({ time, ...rest }) => rest);
    const { step, epoch, index, sums, count, epochSteps } = made.run.position;
    return { steps, notices: made.notices, states, parameters, step, epoch, index, sums, count, epochSteps };
  }
  throw new Error('not reached');
}

/** Everything that can go wrong. */
export const kinds = ['encoder_loss', 'decoder_loss', 'encoder', 'decoder'] as const;

/** How many tensors more there are after a training with what can go wrong, whose updates are `how`. The running ones are put back. */
export async function tensorsLeftBy(how: FusedUpdates): Promise<number> {
  const running = fusedUpdates();
  const wrong = new Map<number, Wrong>([
    [2, 'encoder'],
    [5, 'encoder_loss'],
    [6, 'decoder'],
  ]);
  setFusedUpdates(how);
  const before = tf.memory().numTensors;
  await course(configs[1] ?? '', wrong);
  setFusedUpdates(running);
  return tf.memory().numTensors - before;
}
