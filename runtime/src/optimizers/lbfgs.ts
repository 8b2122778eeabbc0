import type { Tensor1D } from '#tf';
import * as tf from '#tf';
import {
  dot,
  flatGradient,
  largest,
  moveParameters,
  parameterValues,
  setParameters,
  sumOfAbsolutes,
} from './flat.js';
import { LbfgsMemory } from './lbfgs-memory.js';
import { Options } from './options.js';
import { type Place, strongWolfe } from './strong-wolfe.js';
import type { Evaluation, Parameters, UpdateRuleFactory } from './update-rule.js';

const f32 = Math.fround;

/**
 * torch.optim.LBFGS: steps from an estimate of the curvature, several in one update, each with a look at the losses. Liu
 * and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; the line search of the strong
 * Wolfe conditions where the option asks for it. All parameters are one vector.
 */
export const lbfgs: UpdateRuleFactory = (parameters, options) => {
  const settings = readSettings(options);
  const memory = new LbfgsMemory(parameters);
  return {
    step() {
      throw new Error('LBFGS looks at the losses several times in one update: call minimize.');
    },
    minimize: (evaluate, lr) => minimize(parameters, settings, memory, evaluate, lr),
    stateDict: () => memory.stateDict(),
    loadStateDict: (state) => memory.loadStateDict(state),
    dispose: () => memory.dispose(),
  };
};

type Settings = ReturnType<typeof readSettings>;

function readSettings(options: Readonly<Record<string, unknown>>) {
  const read = new Options('LBFGS', options);
  const maxIter = read.number('max_iter');
  const historySize = read.number('history_size');
  if (historySize < 1)
    throw new Error(
      `history_size of torch.optim.LBFGS is ${historySize}, but must be 1 or more: torch stops at the second iteration with an IndexError. 10 to 100 is usual.`,
    );
  return {
    maxIter,
    maxEval: read.numberOrNull('max_eval') ?? Math.floor((maxIter * 5) / 4),
    // torch compares them with float32 numbers.
    toleranceGrad: f32(read.number('tolerance_grad')),
    toleranceChange: read.number('tolerance_change'),
    historySize,
    searchesLine: read.textOrNull('line_search_fn') !== null,
    sign: read.boolean('maximize') ? -1 : 1,
  };
}

/** One update, as torch's `step(closure)`. */
async function minimize(
  parameters: Parameters,
  settings: Settings,
  memory: LbfgsMemory,
  evaluate: () => Promise<Evaluation>,
  lr: number,
): Promise<void> {
  const { sign, maxIter, maxEval, toleranceGrad } = settings;
  const toleranceChange = f32(settings.toleranceChange);
  const look = async (): Promise<Place> => {
    memory.evaluations += 1;
    const { loss, gradients } = await evaluate();
    const gradient = flatGradient(parameters, gradients, sign);
    tf.dispose([...gradients.values()]);
    return { loss: sign * loss, gradient };
  };

  memory.updates += 1;
  const before = memory.evaluations;
  let { loss, gradient } = await look();
  let isOptimal = (await largest(gradient)) <= toleranceGrad;
  for (let iteration = 1; !isOptimal && iteration <= maxIter; iteration++) {
    const direction = await memory.direction(gradient, settings.historySize);
    memory.remember(loss, gradient);
    const isFirst = memory.iterations === 1;
    memory.t = isFirst ? firstStep(await sumOfAbsolutes(gradient), lr) : lr;
    const slope = await dot(gradient, direction);
    if (slope > -toleranceChange) break;

    const left = maxEval - (memory.evaluations - before);
    if (settings.searchesLine) {
      const next = await searchLine(parameters, { loss, gradient }, direction, slope, memory.t, left, look);
      memory.t = next.t;
      if (next.gradient !== gradient) gradient.dispose();
      ({ loss, gradient } = next);
      moveParameters(parameters, direction, memory.t);
    } else {
      moveParameters(parameters, direction, memory.t);
      // Nothing would look at the losses after the last iteration.
      if (iteration === maxIter) break;
      gradient.dispose();
      ({ loss, gradient } = await look());
    }
    isOptimal = (await largest(gradient)) <= toleranceGrad;
    if (memory.evaluations - before >= maxEval) break;
    if (f32((await largest(direction)) * f32(memory.t)) <= toleranceChange) break;
    if (Math.abs(loss - memory.loss) < settings.toleranceChange) break;
  }
  gradient.dispose();
}

/** The length of the very first step: the gradient alone says nothing of the scale. */
function firstStep(sum: number, lr: number): number {
  const inverse = f32(1 / sum);
  return inverse < 1 ? f32(inverse * lr) : lr;
}

/** A line search from the present parameters, which it leaves as they are. */
async function searchLine(
  parameters: Parameters,
  start: Place,
  direction: Tensor1D,
  slope: number,
  t: number,
  maxEvaluations: number,
  look: () => Promise<Place>,
) {
  const values = parameterValues(parameters);
  const at = async (length: number): Promise<Place> => {
    moveParameters(parameters, direction, length);
    const place = await look();
    setParameters(parameters, values);
    return place;
  };
  try {
    return await strongWolfe({ start, direction, slope, t, maxEvaluations, at });
  } finally {
    tf.dispose(values);
  }
}
