// The way of each optimizer through the valley, by the update rule that trains models.
import { createUpdateRule, executableOptimizers, startBackend, tf } from '../../runtime/dist/index.js';
import { findOptimizer } from '../../schemas/dist/index.js';
import { gradient, start, value } from './valley.mjs';

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
  LBFGS: { options: { lr: 0.5, max_iter: 1 }, updates: 25 },
};

/** Muon takes matrices alone: to it the point is a matrix of one row. */
const shapeOf = (type) => (type === 'Muon' ? [1, 2] : [2]);

/** The valley at a place: its height, and its gradient, which the receiver frees. */
const look = (place, shape) => ({
  loss: value(place),
  gradients: new Map([['point', tf.tensor(gradient(place), shape)]]),
});

async function walk(type, { options, updates }) {
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
    if (rule.minimize) await rule.minimize(async () => look([...point.dataSync()], point.shape), lr);
    else {
      const { gradients } = look(points.at(-1), point.shape);
      rule.step(gradients, lr);
      tf.dispose([...gradients.values()]);
    }
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
  const ways = new Map();
  for (const type of executableOptimizers) {
    if (!settings[type])
      throw new Error(`${type} has no settings: write a learning rate and a number of updates.`);
    ways.set(type, await walk(type, settings[type]));
  }
  return ways;
}
