// Fused operations of src/nn by our own kernels for the processor (runtime/native-kernels): one operation of TensorFlow
// each. Those that are not here are fast enough as they are composed.
import type { Attrs, Compute, RawInputs } from './fused-ops.js';
import { flag, integer, number, type RawOperations } from './raw.js';

/** The fused operations by their names in src/nn. */
export const kernels: Readonly<Record<string, Compute>> = {
  LayerNorm: (raw, { need }, { eps }) =>
    raw.runs('OptimSchesLayerNorm', [need('x'), need('gamma'), need('beta')], 3, number('eps', Number(eps))),

  LayerNormGrad: (raw, { need }) =>
    raw.runs('OptimSchesLayerNormGrad', ['dy', 'x', 'gamma', 'mean', 'scale'].map(need), 3),

  Attention: (raw, inputs, attrs) => attention(raw, 'OptimSchesAttention', ['q', 'kv'], inputs, attrs),

  AttentionGrad: (raw, inputs, attrs) =>
    attention(raw, 'OptimSchesAttentionGrad', ['dO', 'q', 'kv', 'probabilities'], inputs, attrs),

  CrossEntropy: (raw, { need }, { ignore, weight }) =>
    raw.runs(
      'OptimSchesCrossEntropy',
      [need('logits'), need('targets'), raw.scalar(Number(weight))],
      2,
      integer('ignore', Number(ignore)),
    ),

  GatherRows: (raw, { need }, { scale }) =>
    raw.runs('OptimSchesGatherRows', [need('ids'), need('table')], 1, number('scale', Number(scale))),

  ScatterRows: (raw, { need }, { rows, scale }) =>
    raw.runs(
      'OptimSchesScatterRows',
      [need('ids'), need('dy')],
      1,
      integer('rows', Number(rows)),
      number('scale', Number(scale)),
    ),

  Dropout: (raw, { need }, { seed, threshold, scale }) =>
    raw.runs(
      'OptimSchesDropout',
      [need('x'), raw.integers([Number(seed) | 0, Number(threshold) | 0])],
      1,
      number('scale', Number(scale)),
    ),
};

function attention(
  raw: RawOperations,
  name: string,
  names: readonly string[],
  { need, find }: RawInputs,
  { batch, heads, causal, scale }: Attrs,
) {
  const lengths = find('lengths');
  return raw.runs(
    name,
    [...names.map(need), ...(lengths === undefined ? [] : [lengths])],
    2,
    integer('batch', Number(batch)),
    integer('heads', Number(heads)),
    flag('causal', causal === true),
    number('scale', Number(scale)),
    integer('N', lengths === undefined ? 0 : 1),
  );
}
