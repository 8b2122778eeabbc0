// Written by scripts/count-recipe-keys.mjs from the files in recipes/.

/** How often the recipes use a key, and the value that it has most often (as YAML). */
export interface RecipeUse {
  readonly uses: number;
  readonly value?: string;
}

/** The keys that the recipes use, by the mapping that they stand in, the most used first. */
export const recipeKeys: Readonly<Record<string, Readonly<Record<string, RecipeUse>>>> = {
  experiment: {
    accum_grad: { uses: 5, value: '1' },
    best_model_selection: { uses: 5, value: '[[valid, per, min, 1]]' },
    data_cfg: { uses: 5 },
    grad_clip: { uses: 5, value: '5' },
    num_epochs: { uses: 5, value: '8' },
    seed: { uses: 5, value: '0' },
    train_cfg: { uses: 5 },
    valid_per_epochs: { uses: 5, value: '1' },
    early_stopping_patience: { uses: 1, value: '50' },
    early_stopping_threshold: { uses: 1, value: '0.001' },
    ft_factor: { uses: 1, value: '0.1' },
    last_model_number: { uses: 1, value: '2' },
  },
  train_cfg: {
    model: { uses: 5 },
    optim_sches: { uses: 5 },
  },
  model: {
    model_type: { uses: 5, value: 'g2p.Transformer' },
    module_conf: { uses: 5 },
    model_conf: { uses: 1 },
  },
  module_conf: {
    d_model: { uses: 5, value: '64' },
    decoder_layers: { uses: 5, value: '2' },
    encoder_layers: { uses: 5, value: '2' },
    ffn_dim: { uses: 5, value: '256' },
    num_heads: { uses: 5, value: '4' },
    dropout: { uses: 1, value: '0.1' },
  },
  data: {
    conf: { uses: 10 },
    type: { uses: 10, value: 'cmudict.CmuDict' },
  },
  data_conf: {
    split: { uses: 10, value: 'train' },
    batch_size: { uses: 5, value: '128' },
    batches_per_epoch: { uses: 4, value: '125' },
    max_words: { uses: 4, value: '1000' },
  },
  entry: {
    conf: { uses: 6 },
    type: { uses: 6, value: 'noam.NoamLr' },
  },
  conf: {
    optim_conf: { uses: 6 },
    optim_type: { uses: 6, value: 'Adam' },
    warmup_steps: { uses: 6, value: '200' },
    optim_losses: { uses: 2, value: 'decoder_loss' },
    updated_modules: { uses: 2, value: 'decoder' },
    step_per_update: { uses: 1, value: '2' },
  },
  optim_conf: {
    betas: { uses: 6, value: '[0.9, 0.98]' },
    eps: { uses: 6, value: '1.0e-9' },
    lr: { uses: 6, value: '0.0044' },
  },
};
