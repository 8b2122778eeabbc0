// The way of each optimizer through the valley, by the update rule that trains models.
import { createUpdateRule, executableOptimizers, startBackend, tf } from '../../runtime/dist/index.js';
import { findOptimizer } from '../../schemas/dist/index.js';
import { gradient, start } from './valley.mjs';

/** What is written beside the defaults of torch, and how many updates it takes to see where the optimizer goes. */
const settings = {
  Adam: { options: { lr: 0.005 }, updates: 2000 },
  AdamW: { options: { lr: 0.005 }, updates: 2000 },
  SGD: { options: { lr: 0.01, momentum: 0.9 }, updates: 100 },
  RAdam: { options: { lr: 0.01 }, updates: 2000 },
  NAdam: { options: { lr: 0.01 }, updates: 1000 },
  Adamax: { options: { lr: 0.01 }, updates: 2000 },
  RMSprop: { options: { lr: 0.01 }, updates: 500 },
  Adagrad: { options: { lr: 0.1 }, updates: 1500 },
  Adadelta: { options: { lr: 1 }, updates: 800 },
  Adafactor: { options: { lr: 0.05 }, updates: 500 },
  Muon: { options: { lr: 0.02 }, updates: 300 },
  ASGD: { options: { lr: 0.01 }, updates: 800 },
  Rprop: { options: { lr: 0.01 }, updates: 150 },
};

/** Muon takes matrices alone: to it the point is a matrix of one row. */
const shapeOf = (type) => (type === 'Muon' ? [1, 2] : [2]);

function walk(type, { options, updates }) {
  const [low, high] = findOptimizer(type).usualLr;
  const { lr } = options;
  if (lr < low || lr > high)
    throw new Error(`${type}: the learning rate ${lr} is not within ${low} to ${high}.`);
  const point = tf.variable(tf.tensor(start, shapeOf(type)));
  const rule = createUpdateRule(
    type,
    new Map([['point', point]]),
    findOptimizer(type).options.parse(options),
  );
  const points = [start];
  for (let update = 1; update <= updates; update++) {
    const slope = tf.tensor(gradient(points.at(-1)), point.shape);
    rule.step(new Map([['point', slope]]), lr);
    slope.dispose();
    points.push([...point.dataSync()]);
  }
  rule.dispose();
  point.dispose();
  return { options, updates, points };
}

/**
 * The ways of all optimizers that can be executed, by type: the options that are written, the number of updates, and the
 * point before the first and after each update.
 */
export async function optimizerPaths() {
  await startBackend('wasm');
  const types = executableOptimizers.filter((type) => settings[type]);
  return new Map(types.map((type) => [type, walk(type, settings[type])]));
}
