import type * as z from 'zod';
import type { Scheduler } from '../scheduler.js';
import { constantLr, constantLrRule } from './constant-lr.js';
import { cosineAnnealingLr, cosineAnnealingLrRule } from './cosine-annealing-lr.js';
import { cosineAnnealingWarmRestarts, warmRestartsRule } from './cosine-annealing-warm-restarts.js';
import { cyclicLr, cyclicLrRule } from './cyclic-lr.js';
import { exponentialLr, exponentialLrRule } from './exponential-lr.js';
import { lambdaLr, lambdaLrRule } from './lambda-lr.js';
import { linearLr, linearLrRule } from './linear-lr.js';
import { multiStepLr, multiStepLrRule } from './multi-step-lr.js';
import { multiplicativeLr, multiplicativeLrRule } from './multiplicative-lr.js';
import { oneCycleLr, oneCycleLrRule } from './one-cycle-lr.js';
import { polynomialLr, polynomialLrRule } from './polynomial-lr.js';
import type { TorchRule } from './rule.js';
import { stepLr, stepLrRule } from './step-lr.js';

/** A schedule that may stand inside SequentialLR and ChainedScheduler. */
export interface Member {
  readonly scheduler: Scheduler;
  rule(conf: Record<string, unknown>): TorchRule;
}

const member = <Conf extends z.ZodObject>(
  scheduler: Scheduler<Conf>,
  rule: (conf: z.output<Conf>) => TorchRule,
): Member => ({ scheduler, rule: (conf) => rule(conf as z.output<Conf>) });

/** By the name of the class. */
export const members: Readonly<Record<string, Member>> = {
  StepLR: member(stepLr, stepLrRule),
  MultiStepLR: member(multiStepLr, multiStepLrRule),
  ConstantLR: member(constantLr, constantLrRule),
  LinearLR: member(linearLr, linearLrRule),
  ExponentialLR: member(exponentialLr, exponentialLrRule),
  PolynomialLR: member(polynomialLr, polynomialLrRule),
  CosineAnnealingLR: member(cosineAnnealingLr, cosineAnnealingLrRule),
  CosineAnnealingWarmRestarts: member(cosineAnnealingWarmRestarts, warmRestartsRule),
  CyclicLR: member(cyclicLr, cyclicLrRule),
  OneCycleLR: member(oneCycleLr, oneCycleLrRule),
  LambdaLR: member(lambdaLr, lambdaLrRule),
  MultiplicativeLR: member(multiplicativeLr, multiplicativeLrRule),
};
