import * as z from 'zod';
import { refused, wrongType } from '../messages.js';
import { defineScheduler } from './scheduler.js';

/** The inverse-square-root schedule with linear warm-up, in the association SpeeChain evaluates it. */
export const noam = defineScheduler({
  type: 'noam.NoamLr',
  aliases: ['noam.Noamlr'],
  speechain: 'noam.Noamlr',
  conf: () => ({
    d_model: z
      .number({ error: wrongType('d_model', 'a number or null', 'it is raised to a power') })
      .positive({
        error: refused(
          'd_model must be greater than 0, but is',
          'The peak is d_model^-0.5 * warmup_steps^-0.5: write the width of the model, or null.',
        ),
      })
      .nullable()
      .default(null)
      .meta({
        description:
          'Width of the Transformer. When given, the peak learning rate is d_model^-0.5 * warmup_steps^-0.5 and optim_conf.lr is ignored; when null, the peak is optim_conf.lr.',
        unit: 'features',
      }),
    warmup_steps: z
      .number({ error: wrongType('warmup_steps', 'a number of real steps', 'it is raised to a power') })
      .positive({
        error: refused(
          'warmup_steps must be greater than 0, but is',
          'The learning rate divides by it: write at least 1.',
        ),
      })
      .default(4000)
      .meta({
        description:
          'Length of the warm-up. The learning rate rises linearly until this real step, peaks there, then falls with 1/sqrt(real step).',
        unit: 'real steps',
      }),
  }),
  repr: ['d_model', 'warmup_steps'],
  summary: 'Linear warm-up to a peak, then decay with the inverse square root of the real step.',
  formula:
    'lr = init * min(real_step^-0.5, real_step * warmup_steps^-1.5); init = optim_conf.lr * warmup_steps^0.5, or d_model^-0.5 when d_model is given',
  reference: {
    title: 'Attention Is All You Need, section 5.3',
    authors: 'Vaswani et al.',
    year: 2017,
    url: 'https://arxiv.org/abs/1706.03762',
  },
  stateless: true,
  example: { conf: { warmup_steps: 4000 }, lr: 2e-3, steps: 20_000 },
  warmupEnd: (conf) => conf.warmup_steps,
  ignoresLr({ d_model, warmup_steps }) {
    if (d_model === null) return undefined;
    const peak = (d_model ** -0.5 * warmup_steps ** -0.5).toExponential(1);
    return `with d_model the peak is d_model^-0.5 * warmup_steps^-0.5 = ${peak}. Remove lr, or remove d_model to let lr be the peak.`;
  },
  start(conf, optimizer) {
    const warmup = conf.warmup_steps;
    const init = conf.d_model === null ? optimizer.lr * warmup ** 0.5 : conf.d_model ** -0.5;
    const slope = warmup ** -1.5;
    return { lr: ({ realStep }) => init * Math.min(realStep ** -0.5, realStep * slope) };
  },
});
