import { dataType } from '../../native/graph/binding.js';
import type { Attrs, RawInputs } from './fused-ops.js';
import { integer, type Raw, type RawOperations, type } from './raw.js';

/** Far below any score, and still finite, so that a difference of two is a number. */
const HIDDEN = -1e9;

/** [o, probabilities]; q is [B*T,d], kv is [B*S,2d], keys in the first half of its columns, values in the second. */
export function attention(raw: RawOperations, inputs: RawInputs, attrs: Attrs): Raw[] {
  const layout = layoutOf(inputs, attrs);
  const { B, T, S, d } = layout;
  const { queries, keys, values } = heads(raw, inputs, layout);
  const lengths = inputs.find('lengths');
  const scaled = raw.float('Mul', queries, raw.scalar(Number(attrs.scale)));
  let scores = raw.batchMatMul(scaled, keys, false, true);
  if (lengths !== undefined) {
    const beyond = raw.run(
      'GreaterEqual',
      [raw.range(S), raw.reshapeIntegers(lengths, [B, 1, 1, 1])],
      type('T', dataType.int32),
    );
    scores = raw.float('AddV2', scores, hide(raw, beyond));
  }
  if (attrs.causal === true) {
    const later = raw.run(
      'Greater',
      [raw.range(S), raw.reshapeIntegers(raw.range(T), [T, 1])],
      type('T', dataType.int32),
    );
    scores = raw.float('AddV2', scores, hide(raw, later));
  }
  const probabilities = raw.float('Softmax', scores);
  const mixed = raw.transpose(raw.batchMatMul(probabilities, values), [0, 2, 1, 3]);
  return [raw.reshape(mixed, [B * T, d]), probabilities];
}

/** [dq, dkv] */
export function attentionGrad(raw: RawOperations, inputs: RawInputs, attrs: Attrs): Raw[] {
  const layout = layoutOf(inputs, attrs);
  const { B, T, S, h, d } = layout;
  const { queries, keys, values } = heads(raw, inputs, layout);
  const probabilities = inputs.need('probabilities');
  const dMixed = raw.transpose(raw.reshape(inputs.need('dO'), [B, T, h, d / h]), [0, 2, 1, 3]);
  const dValues = raw.batchMatMul(probabilities, dMixed, true, false);
  const dProbabilities = raw.batchMatMul(dMixed, values, false, true);
  const weighted = raw.reduce('Sum', raw.float('Mul', dProbabilities, probabilities), [3], true);
  const dScores = raw.float(
    'Mul',
    raw.float('Mul', probabilities, raw.float('Sub', dProbabilities, weighted)),
    raw.scalar(Number(attrs.scale)),
  );
  const dQueries = raw.batchMatMul(dScores, keys);
  const dKeys = raw.batchMatMul(dScores, queries, true, false);
  const both = raw.runs(
    'Pack',
    [dKeys, dValues],
    1,
    type('T', dataType.float),
    integer('N', 2),
    integer('axis', 0),
  );
  const dkv = raw.transpose(both[0] ?? Number.NaN, [1, 3, 0, 2, 4]);
  return [raw.reshape(raw.transpose(dQueries, [0, 2, 1, 3]), [B * T, d]), raw.reshape(dkv, [B * S, 2 * d])];
}

interface Layout {
  readonly B: number;
  readonly T: number;
  readonly S: number;
  readonly h: number;
  readonly d: number;
}

function layoutOf({ shape }: RawInputs, { batch, heads }: Attrs): Layout {
  const [queryRows = 0, d = 0] = shape('q');
  const [keyRows = 0] = shape('kv');
  const B = Number(batch);
  return { B, T: queryRows / B, S: keyRows / B, h: Number(heads), d };
}

/** Queries [B,h,T,D], keys and values [B,h,S,D]. */
function heads(raw: RawOperations, { need }: RawInputs, { B, T, S, h, d }: Layout) {
  const queries = raw.transpose(raw.reshape(need('q'), [B, T, h, d / h]), [0, 2, 1, 3]);
  const split = raw.transpose(raw.reshape(need('kv'), [B, S, 2, h, d / h]), [2, 0, 3, 1, 4]);
  const [keys = Number.NaN, values = Number.NaN] = raw.runs(
    'Unpack',
    [split],
    2,
    type('T', dataType.float),
    integer('num', 2),
    integer('axis', 0),
  );
  return { queries, keys, values };
}

function hide(raw: RawOperations, isHidden: Raw): Raw {
  return raw.float('Mul', raw.fromBool(isHidden), raw.scalar(HIDDEN));
}
