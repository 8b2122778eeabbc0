import * as z from 'zod';
import { countOption, rateOption, wrongOption } from '../option-kinds.js';

/** The keys of `module_conf` of g2p.Transformer, with the sizes it has by default. */
export const g2pTransformerConf = z.strictObject({
  d_model: countOption(
    'd_model',
    64,
    {
      description: 'Width of the embeddings and of every layer: an even multiple of num_heads.',
      unit: 'units',
    },
    2,
  ),
  num_heads: countOption('num_heads', 4, {
    description: 'Heads of each attention; they divide d_model among them.',
    unit: 'heads',
  }),
  encoder_layers: countOption('encoder_layers', 2, {
    description: 'Layers of the encoder, which reads letters.',
    unit: 'layers',
  }),
  decoder_layers: countOption('decoder_layers', 2, {
    description: 'Layers of the decoder, which writes phones.',
    unit: 'layers',
  }),
  ffn_dim: countOption('ffn_dim', 256, {
    description: 'Width of the feed-forward part of each layer.',
    unit: 'units',
  }),
  dropout: rateOption('dropout', 0, {
    description: 'Share of the values that are dropped in training.',
    unit: 'ratio',
  }),
  encoder_loss_weight: z
    .number({ error: wrongOption('encoder_loss_weight', 'a number of at least 0') })
    .gte(0, { error: wrongOption('encoder_loss_weight', 'a number of at least 0') })
    .nullable()
    .default(0)
    .meta({
      description: 'Weight of encoder_loss in loss = decoder_loss + encoder_loss_weight * encoder_loss.',
      unit: 'ratio',
    }),
});

/** Whether d_model suits the heads and the sinusoidal positions. */
export function checkG2pTransformer(values: Readonly<Record<string, unknown>>) {
  // null stands for the default.
  const d = Number(values.d_model ?? 64);
  const heads = Number(values.num_heads ?? 4);
  if (d % heads === 0 && d % 2 === 0) return undefined;
  return {
    keys: ['d_model', 'num_heads'],
    message: `d_model is ${d}, but must be an even multiple of num_heads (${heads}): write ${evenMultiple(heads) * Math.max(1, Math.round(d / evenMultiple(heads)))}.`,
  };
}

/** The least even multiple. */
const evenMultiple = (heads: number) => (heads % 2 === 0 ? heads : 2 * heads);
