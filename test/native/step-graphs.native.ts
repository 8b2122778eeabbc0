// Trainings whose steps run as graphs of TensorFlow against the same trainings operation by operation.
import { beforeAll, expect, test } from 'vitest';
import { setCapture } from '../../runtime/src/backends/capture.js';
import { startBackend } from '../../runtime/src/backends/index.js';
import { CmuDict } from '../../runtime/src/data/cmudict.js';
import { Transformer } from '../../runtime/src/models/g2p/index.js';
import { loadNative } from '../../runtime/src/native/binding.js';
import { findSetUp } from '../../runtime/src/native/set-up.js';
import { train } from '../../runtime/src/trainer.js';
import { makeRun } from '../runtime/make-run.js';
import { values, worst } from '../runtime/tensors.js';

beforeAll(async () => {
  await startBackend('tensorflow');
});

const native = () => loadNative(findSetUp(process.env)?.folder ?? '');
const lazy = () => native().binding;

/** Trains a small Transformer on batches of several lengths; its losses, norms, and parameters at the end. */
async function training(optimSches: string, isCaptured: boolean) {
  setCapture(isCaptured ? lazy() : undefined);
  const data = new CmuDict({
    conf: { split: 'valid', max_words: 160, batch_size: 16 },
    seed: 0,
    folder: '.',
  });
  const moduleConf = {
    ...{ d_model: 16, num_heads: 2, encoder_layers: 1, decoder_layers: 1, ffn_dim: 24 },
    ...{ dropout: 0.1, encoder_loss_weight: 0.5 },
  };
  const model = new Transformer({ moduleConf, data, seed: 3 });
  const { run, steps, notices } = makeRun({
    config: `accum_grad: 2\ngrad_clip: 0.5\nnum_epochs: 4\noptim_sches:\n${optimSches}`,
    model,
    train: data,
    settings: { maxSteps: 36 },
  });
  await train(run);
  const parameters = [...model.parameters.values()].flatMap(values);
  const losses = steps.flatMap(({ losses, gradNorm }) => Object.values({ ...losses, ...gradNorm }));
  return { losses, parameters, notices };
}

test.each([
  ['Adam', 'optim_type: Adam\n    optim_conf: {lr: 0.01}'],
  [
    'AdamW with all its options',
    'optim_type: AdamW\n    optim_conf: {lr: 0.01, amsgrad: true, maximize: true}',
  ],
  ['SGD with Nesterov momentum', 'optim_type: SGD\n    optim_conf: {lr: 0.1, momentum: 0.9, nesterov: true}'],
  ['RAdam, which is composed of TensorFlow.js operations', 'optim_type: RAdam\n    optim_conf: {lr: 0.01}'],
  ['Adafactor', 'optim_type: Adafactor\n    optim_conf: {lr: 0.01}'],
])('%s: as a graph it gives what it gives operation by operation', async (_, conf) => {
  const optimSches = `  type: noam.NoamLr\n  conf:\n    ${conf}\n    warmup_steps: 5\n`;
  const before = lazy().counts;
  const graphs = await training(optimSches, true);
  const after = lazy().counts;
  expect(graphs.notices).toEqual([]);
  // Ten lengths in four epochs: what came before ran as a graph.
  expect(after.known - before.known).toBeGreaterThan(30);
  const plain = await training(optimSches, false);
  expect(lazy().counts).toEqual(after);
  expect(graphs.losses).toHaveLength(plain.losses.length);
  if (native().noKernels === undefined) {
    // Bit by bit.
    expect(graphs).toEqual(plain);
    return;
  }
  // What our kernels do in one operation is composed here, and TensorFlow makes other operations of those that it knows.
  expect(worst(graphs.losses, plain.losses)).toBeLessThan(1e-5);
  expect(worst(graphs.parameters, plain.parameters)).toBeLessThan(5e-3);
});
