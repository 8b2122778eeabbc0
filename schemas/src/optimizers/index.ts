import { adadelta } from './adadelta.js';
import { adafactor } from './adafactor.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamax } from './adamax.js';
import { adamW } from './adamw.js';
import { asgd } from './asgd.js';
import { lbfgs } from './lbfgs.js';
import { muon } from './muon.js';
import { nadam } from './nadam.js';
import type { Optimizer } from './optimizer.js';
import { radam } from './radam.js';
import { rmsprop } from './rmsprop.js';
import { rprop } from './rprop.js';
import { sgd } from './sgd.js';
import { sparseAdam } from './sparse-adam.js';

/** Every class of torch.optim, those in everyday use first, as completion lists them. */
// A list of many option types: each entry keeps its own inside, so the list forgets them.
export const optimizers = [
  adam,
  adamW,
  sgd,
  radam,
  nadam,
  adamax,
  rmsprop,
  adagrad,
  adadelta,
  adafactor,
  muon,
  asgd,
  rprop,
  lbfgs,
  sparseAdam,
] as unknown as readonly Optimizer[];

/** The class names of torch.optim. */
export const torchOptimNames: readonly string[] = optimizers.map((optimizer) => optimizer.type);

const byType = new Map(optimizers.map((optimizer) => [optimizer.type, optimizer]));

/** The class of torch.optim of this name; undefined when there is none. The case of the letters counts, as in Python. */
export function findOptimizer(type: string): Optimizer | undefined {
  return byType.get(type);
}
