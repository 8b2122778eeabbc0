// Fused operations of src/nn from TensorFlow's own operations: what runs on a GPU, and what our kernels must agree with.
import { dataType } from '../../native/graph/binding.js';
import { attention, attentionGrad } from './attention.js';
import { dropoutMask } from './dropout-mask.js';
import type { Compute } from './fused-ops.js';
import { indexType, integer, type } from './raw.js';

/** The fused operations by their names in src/nn. */
export const composed: Readonly<Record<string, Compute>> = {
  Linear(raw, { need }, { relu }) {
    const product = raw.matMul(need('x'), need('w'));
    const sum = raw.float('BiasAdd', product, need('bias'));
    return [relu === true ? raw.float('Relu', sum) : sum];
  },

  // [dx, dw, dbias]; `y`, the result, is given when it was rectified.
  LinearGrad(raw, { need, find }) {
    const y = find('y');
    const dz = y === undefined ? need('dy') : raw.float('ReluGrad', need('dy'), y);
    return [
      raw.matMul(dz, need('w'), false, true),
      raw.matMul(need('x'), dz, true, false),
      raw.float('BiasAddGrad', dz),
    ];
  },

  // [y, mean, scale]
  LayerNorm(raw, { need, shape }, { eps }) {
    const [rows = 0] = shape('x');
    const mean = raw.reduce('Mean', need('x'), [1], true);
    const variance = raw.reduce('Mean', raw.float('SquaredDifference', need('x'), mean), [1], true);
    const scale = raw.float('Rsqrt', raw.float('AddV2', variance, raw.scalar(Number(eps))));
    const normed = raw.float('Mul', raw.float('Sub', need('x'), mean), scale);
    const y = raw.float('AddV2', raw.float('Mul', normed, need('gamma')), need('beta'));
    return [y, raw.reshape(mean, [rows]), raw.reshape(scale, [rows])];
  },

  // [dx, dgamma, dbeta]
  LayerNormGrad(raw, { need, shape }) {
    const [rows = 0] = shape('x');
    const dy = need('dy');
    const mean = raw.reshape(need('mean'), [rows, 1]);
    const scale = raw.reshape(need('scale'), [rows, 1]);
    const normed = raw.float('Mul', raw.float('Sub', need('x'), mean), scale);
    const dNormed = raw.float('Mul', dy, need('gamma'));
    const along = raw.reduce('Mean', raw.float('Mul', dNormed, normed), [1], true);
    const offset = raw.reduce('Mean', dNormed, [1], true);
    const inner = raw.float('Sub', raw.float('Sub', dNormed, offset), raw.float('Mul', normed, along));
    return [
      raw.float('Mul', inner, scale),
      raw.reduce('Sum', raw.float('Mul', dy, normed), [0], false),
      raw.float('BiasAddGrad', dy),
    ];
  },

  Attention: attention,
  AttentionGrad: attentionGrad,

  // [loss, gradient]
  CrossEntropy(raw, { need, shape }, { ignore, weight }) {
    const [rows = 0] = shape('logits');
    const targets = need('targets');
    const isIgnored = raw.run('Equal', [targets, raw.integer(Number(ignore))], type('T', dataType.int32));
    const count = raw.run('LogicalNot', [isIgnored]);
    const weights = raw.float('Mul', raw.fromBool(count), raw.scalar(Number(weight)));
    // `ignore` may be no class; where it is ignored, any class will do.
    const classOf = raw.run('SelectV2', [isIgnored, raw.integer(0), targets], type('T', dataType.int32));
    const [losses = Number.NaN, backprop = Number.NaN] = raw.runs(
      'SparseSoftmaxCrossEntropyWithLogits',
      [need('logits'), classOf],
      2,
      type('T', dataType.float),
      type('Tlabels', dataType.int32),
    );
    return [
      raw.reduce('Sum', raw.float('Mul', losses, weights), [0], false),
      raw.float('Mul', backprop, raw.reshape(weights, [rows, 1])),
    ];
  },

  GatherRows(raw, { need }, { scale }) {
    const rows = raw.run(
      'GatherV2',
      [need('table'), need('ids'), raw.integer(0)],
      integer('batch_dims', 0),
      type('Tparams', dataType.float),
      indexType('Tindices'),
      indexType('Taxis'),
    );
    return [raw.float('Mul', rows, raw.scalar(Number(scale)))];
  },

  ScatterRows(raw, { need }, { rows, scale }) {
    const sums = raw.run(
      'UnsortedSegmentSum',
      [need('dy'), need('ids'), raw.integer(Number(rows))],
      type('T', dataType.float),
      indexType('Tindices'),
      indexType('Tnumsegments'),
    );
    return [raw.float('Mul', sums, raw.scalar(Number(scale)))];
  },

  // [y, mask]
  Dropout(raw, { need, shape }, { seed, threshold, scale }) {
    const mask = dropoutMask(raw, shape('x'), Number(seed), Number(threshold), Number(scale));
    return [raw.float('Mul', need('x'), mask), mask];
  },
};
