// The grapheme-to-phoneme Transformer in two sizes, as every program here trains it.

const shared = { num_heads: 4, betas: [0.9, 0.98], eps: 1e-9, grad_clip: 5, seed: 0 };

/** What is measured at each size, with the goals: how many times PyTorch's time a backend may take. */
export const jobs = {
  /** The recipe g2p/quick. */
  quick: {
    ...shared,
    ...{ d_model: 64, encoder_layers: 2, decoder_layers: 2, ffn_dim: 256, batch_size: 128 },
    ...{ lr: 0.0044, warmup_steps: 200 },
  },
  large: {
    ...shared,
    ...{ d_model: 128, encoder_layers: 3, decoder_layers: 3, ffn_dim: 512, batch_size: 256 },
    ...{ lr: 0.002, warmup_steps: 400 },
  },
};

/** For a GPU: the recipe g2p/full without its dropout, of which PyTorch would draw another. */
export const gpuJobs = {
  ...jobs,
  full: {
    ...shared,
    ...{ d_model: 256, encoder_layers: 3, decoder_layers: 3, ffn_dim: 512, batch_size: 256 },
    ...{ lr: 0.001, warmup_steps: 4000 },
  },
};

/** Goals: this many times PyTorch's seconds a step, on as many cores. */
export const goals = [
  { backend: 'tensorflow', job: 'quick', cores: [1, 2], most: 1 },
  { backend: 'tensorflow', job: 'large', cores: [1, 2], most: 1 },
  { backend: 'wasm', job: 'quick', cores: [1], most: 1.2 },
  { backend: 'wasm', job: 'large', cores: [1], most: 2 },
];

/** Steps at the start that are not counted: they compile and fill caches. */
export const warmUp = 5;

/** The losses of the first so many steps are compared, and may differ by this. */
export const compared = { steps: 50, most: 1e-4 };

/** The configuration of a job for `optim-sches train`, `steps` steps long. */
export const configurationOf = (job, steps) => `
num_epochs: 1
grad_clip: ${job.grad_clip}
seed: ${job.seed}
data_cfg:
  train: {type: cmudict.CmuDict, conf: {split: train, batch_size: ${job.batch_size}, batches_per_epoch: ${steps}}}
train_cfg:
  model:
    model_type: g2p.Transformer
    module_conf:
      d_model: ${job.d_model}
      num_heads: ${job.num_heads}
      encoder_layers: ${job.encoder_layers}
      decoder_layers: ${job.decoder_layers}
      ffn_dim: ${job.ffn_dim}
  optim_sches:
    type: noam.NoamLr
    conf:
      optim_type: Adam
      optim_conf: {lr: ${job.lr}, betas: [${job.betas}], eps: 1.0e-9}
      warmup_steps: ${job.warmup_steps}
`;

/** A job in words. */
export const jobText = ({ d_model, encoder_layers, decoder_layers, ffn_dim, num_heads, batch_size }) =>
  `d_model ${d_model}, ${encoder_layers}+${decoder_layers} layers, feed-forward ${ffn_dim}, ${num_heads} heads, batches of ${batch_size} words by length`;
