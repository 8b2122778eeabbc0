import { findOptimizer, limitationText } from '@optim-sches/schemas';
import { adadelta } from './adadelta.js';
import { adafactor } from './adafactor.js';
import { adagrad } from './adagrad.js';
import { adam, adamW } from './adam.js';
import { adamax } from './adamax.js';
import { asgd } from './asgd.js';
import { lbfgs } from './lbfgs.js';
import { muon } from './muon.js';
import { nadam } from './nadam.js';
import { radam } from './radam.js';
import { rmsprop } from './rmsprop.js';
import { rprop } from './rprop.js';
import { sgd } from './sgd.js';
import type { Parameters, UpdateRule, UpdateRuleFactory } from './update-rule.js';

const factories: Readonly<Record<string, UpdateRuleFactory>> = {
  Adadelta: adadelta,
  Adafactor: adafactor,
  Adagrad: adagrad,
  Adam: adam,
  AdamW: adamW,
  Adamax: adamax,
  ASGD: asgd,
  LBFGS: lbfgs,
  Muon: muon,
  NAdam: nadam,
  RAdam: radam,
  RMSprop: rmsprop,
  Rprop: rprop,
  SGD: sgd,
};

/** The classes of torch.optim that this runtime can execute. */
export const executableOptimizers: readonly string[] = Object.keys(factories);

/** Why an optimizer cannot be executed, for a reader; undefined when it can. */
export function whyNotExecutable(optimType: string): string | undefined {
  if (Object.hasOwn(factories, optimType)) return undefined;
  const optimizer = findOptimizer(optimType);
  const why = optimizer && limitationText(optimizer);
  return why ?? `torch.optim has no ${optimType}. Take one of ${executableOptimizers.join(', ')}.`;
}

/**
 * The update rule of a class of torch.optim over these parameters. `options` are `optim_conf`, validated and completed
 * with torch's defaults. Throws for an optimizer that cannot be executed, and where the parameters do not suit it.
 */
export function createUpdateRule(
  optimType: string,
  parameters: Parameters,
  options: Readonly<Record<string, unknown>>,
): UpdateRule {
  const factory = Object.hasOwn(factories, optimType) ? factories[optimType] : undefined;
  if (factory === undefined) throw new Error(whyNotExecutable(optimType));
  return factory(parameters, options);
}
