// Gradients of several losses from one forward pass, against separate passes by TensorFlow.js itself.

import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { lossGradients } from '../../runtime/src/autograd.js';
import { startBackend } from '../../runtime/src/backends/index.js';
import { layerNorm, linear } from '../../runtime/src/nn/index.js';
import { bestBackend } from './backend.js';
import { numbers, values, worst } from './tensors.js';

beforeAll(async () => {
  await startBackend('cpu');
});

/** Two modules, three losses: `a` reaches the encoder alone, `b` both, `c` nothing but an unused variable. */
function twoModules() {
  const variable = (shape: number[], seed: number) =>
    tf.variable(tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape));
  const encoder = { weight: variable([3, 4], 1), bias: variable([4], 2) };
  const norm = { weight: variable([4], 3), bias: variable([4], 4) };
  const decoder = { weight: variable([4, 2], 5), bias: variable([2], 6) };
  const unused = variable([2], 7);
  const x = tf.tensor2d(numbers(15, 8), [5, 3]);
  const forward = () => {
    const hidden = layerNorm(linear(x, encoder as never, 'relu'), norm as never);
    return {
      a: tf.mean(tf.square(hidden)) as tf.Scalar,
      b: tf.sum(tf.abs(linear(hidden, decoder as never))) as tf.Scalar,
      c: tf.sum(unused) as tf.Scalar,
    };
  };
  const encoderVariables = [encoder.weight, encoder.bias, norm.weight, norm.bias] as tf.Variable[];
  const decoderVariables = [decoder.weight, decoder.bias] as tf.Variable[];
  return { forward, encoderVariables, decoderVariables, unused, x };
}

describe.each(['cpu', bestBackend])('on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  test('each request equals a pass of its own, though the graph is shared', () => {
    const { forward, encoderVariables, decoderVariables } = twoModules();
    const requests = [
      { losses: ['a'], variables: encoderVariables, scale: 1 },
      { losses: ['b'], variables: decoderVariables, scale: 0.25 },
      { losses: ['a', 'b'], variables: [...decoderVariables, ...encoderVariables], scale: 2 },
      { losses: ['b', 'b'], variables: encoderVariables.slice(1, 2), scale: 1 },
    ];
    const { losses, gradients } = lossGradients(forward, requests);
    expect(Object.keys(losses)).toEqual(['a', 'b', 'c']);
    requests.forEach((request, index) => {
      const separate = tf.variableGrads(() => {
        const all = forward() as Record<string, tf.Scalar>;
        const sum = request.losses.map((name) => all[name] as tf.Scalar).reduce((p, q) => tf.add(p, q));
        return tf.mul(sum, request.scale) as tf.Scalar;
      }, request.variables).grads;
      request.variables.forEach((variable, v) => {
        const actual = gradients[index]?.[v];
        const expected = separate[variable.name];
        if (expected === undefined || expected === null) expect(actual).toBeNull();
        else expect(worst(values(actual as tf.Tensor), values(expected))).toBeLessThan(1e-6);
      });
    });
  });

  test('a variable that the losses do not reach has no gradient', () => {
    const { forward, decoderVariables, unused } = twoModules();
    const { gradients } = lossGradients(forward, [
      { losses: ['a'], variables: [...decoderVariables, unused], scale: 1 },
      { losses: ['a', 'c'], variables: [unused], scale: 3 },
    ]);
    expect(gradients[0]).toEqual([null, null, null]);
    expect(values(gradients[1]?.[0] as tf.Tensor)).toEqual([3, 3]);
  });

  test('a loss that is not there, or no scalar', () => {
    const { forward, encoderVariables } = twoModules();
    const of = (losses: string[]) => () =>
      lossGradients(forward, [{ losses, variables: encoderVariables, scale: 1 }]);
    expect(of(['a', 'd'])).toThrow('The model has no loss "d". It returned: a, b, c.');
    expect(of(['toString'])).toThrow('The model has no loss "toString".');
    const vector = () => ({ a: tf.square(encoderVariables[0] as tf.Variable) as unknown as tf.Scalar });
    expect(() => lossGradients(vector, [{ losses: ['a'], variables: encoderVariables, scale: 1 }])).toThrow(
      'The loss "a" has the shape [3, 4]; a loss must be one number.',
    );
  });

  test('nothing leaks: neither when all goes well, nor when forward or backward throws', () => {
    const { forward, encoderVariables, decoderVariables } = twoModules();
    const before = tf.memory();
    for (let i = 0; i < 3; i++) {
      const { losses, gradients } = lossGradients(forward, [
        { losses: ['a'], variables: encoderVariables, scale: 1 },
        { losses: ['b'], variables: decoderVariables, scale: 1 },
      ]);
      tf.dispose([losses, gradients as tf.Tensor[][]]);
    }
    const fails = () => {
      forward();
      throw new Error('out of data');
    };
    expect(() => lossGradients(fails, [])).toThrow('out of data');
    expect(() =>
      lossGradients(forward, [{ losses: ['no'], variables: encoderVariables, scale: 1 }]),
    ).toThrow();
    const noGradient = () => ({
      a: tf.sum(tf.topk(decoderVariables[0] as tf.Variable, 1).values) as tf.Scalar,
    });
    expect(() =>
      lossGradients(noGradient, [{ losses: ['a'], variables: decoderVariables, scale: 1 }]),
    ).toThrow('TensorFlow.js has no gradient for the operation TopK');
    const after = tf.memory();
    expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
    // The tape is off again.
    expect(tf.engine().state.gradientDepth).toBe(0);
  });

  test('a gradient function may hand back what it was given or saved', () => {
    const [p, q] = [tf.variable(tf.tensor1d([2, 3])), tf.variable(tf.tensor1d([5, 7]))];
    const product = tf.customGrad((x, y, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor, y as tf.Tensor]);
      return {
        value: tf.mul(x as tf.Tensor, y as tf.Tensor),
        gradFunc: (_dy: tf.Tensor, saved: tf.Tensor[]) => [saved[1] as tf.Tensor, saved[0] as tf.Tensor],
      };
    });
    const same = tf.customGrad((x, y) => ({
      value: tf.add(x as tf.Tensor, y as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => [dy, dy],
    }));
    const forward = () => ({ loss: tf.sum(same(product(p, q), tf.square(q))) as tf.Scalar });
    const { gradients } = lossGradients(forward, [
      { losses: ['loss'], variables: [p, q], scale: 1 },
      { losses: ['loss'], variables: [q], scale: 1 },
    ]);
    expect(gradients.map((list) => list.map((g) => g && values(g)))).toEqual([
      [
        [5, 7],
        [12, 17],
      ],
      [[12, 17]],
    ]);
  });
});
