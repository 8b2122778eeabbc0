// Configurations and recordings for the panel.

/** One optimizer with a warm-up. */
export const one = `num_epochs: 20
train_cfg:
  optim_sches:
    main:
      type: noam.NoamLr
      conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: 4000}
`;

const entry = (name, type, conf) => `    ${name}:\n      type: ${type}\n      conf: ${conf}\n`;

/** Three optimizers with three kinds of schedule. */
export const three = `num_epochs: 20
train_cfg:
  optim_sches:
${entry('encoder', 'noam.NoamLr', '{optim_type: Adam, optim_conf: {lr: 0.0012}, warmup_steps: 4000}')}${entry(
  'decoder',
  'transformers.cosine',
  '{optim_type: AdamW, optim_conf: {lr: 0.0008}, num_warmup_steps: 1500, num_training_steps: 18000}',
)}${entry('head', 'torch.OneCycleLR', '{optim_type: SGD, optim_conf: {momentum: 0.9}, max_lr: 0.0016, total_steps: 20000}')}`;

/** So many optimizers, over `steps` training steps. */
export const many = (count, steps = 20_000) =>
  `train_cfg:\n  optim_sches:\n${Array.from({ length: count }, (_, i) =>
    entry(
      `block_${i + 1}`,
      i % 3 === 2 ? 'transformers.cosine' : 'noam.NoamLr',
      i % 3 === 2
        ? `{optim_type: AdamW, optim_conf: {lr: ${(0.0004 + i * 0.00013).toFixed(5)}}, num_warmup_steps: ${Math.round(steps * (0.02 + 0.012 * i))}, num_training_steps: ${steps}}`
        : `{optim_type: Adam, optim_conf: {lr: ${(0.0006 + i * 0.00011).toFixed(5)}}, warmup_steps: ${Math.round(steps * (0.06 + 0.02 * i))}}`,
    ),
  ).join('')}`;

/** A run that follows a curve up to a share of it, with a loss and a metric. */
export function runOf(curve, share = 0.6, state = 'running', id = 'file:///experiments/runs/a') {
  const count = 400;
  const end = curve.steps * share;
  const steps = Array.from({ length: count }, (_, i) => Math.max(1, Math.round((end * (i + 1)) / count)));
  const lr = Object.fromEntries(
    Object.entries(curve.optimizers).map(([name, own]) => [
      name,
      steps.map((step) => own.lr[own.steps.findIndex((each) => each >= step)] ?? null),
    ]),
  );
  // Repeatable noise.
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  };
  const loss = steps.map((step) => 0.6 + 3.4 * Math.exp((-5 * step) / curve.steps) + 0.25 * random());
  const valid = Array.from({ length: Math.floor(20 * share) }, (_, i) => [
    Math.round((curve.steps * (i + 1)) / 20),
    0.35 + 1.6 * Math.exp((-4 * (i + 1)) / 20),
  ]);
  return { id, label: 'run 2', state, steps, lr, losses: { loss }, valid: { per: valid } };
}
