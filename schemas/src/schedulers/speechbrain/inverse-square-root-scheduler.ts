import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, steps } from './shared.js';

/** T5's inverse square root, as SpeechBrain computes it. */
export const inverseSquareRootScheduler = defineScheduler({
  type: 'speechbrain.InverseSquareRootScheduler',
  aliases: [],
  conf: () => ({
    warmup_steps: steps('warmup_steps', 'How many updates at the start have the constant warmup_steps^-0.5.'),
  }),
  summary:
    'T5’s inverse square root of the real step, constant at the start. Only the first update has optim_conf.lr.',
  formula: 'n = real_step - 1; lr = optim_conf.lr when n = 0; then lr = max(warmup_steps, n)^-0.5',
  reference: {
    title: 'Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, section 3.1.2',
    authors: 'Raffel et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1910.10683',
  },
  stateless: true,
  example: { conf: { warmup_steps: 10_000 }, lr: 0.01, steps: 100_000 },
  start: (conf, { lr }) => calledAfterUpdates(lr, (n) => 1 / Math.sqrt(Math.max(conf.warmup_steps, n))),
});
