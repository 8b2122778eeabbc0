import type { Scheduler } from '../scheduler.js';
import { cosineAnnealing } from './cosine-annealing.js';
import { inverseSquareRootAnnealing } from './inverse-square-root-annealing.js';
import { noamAnnealing } from './noam-annealing.js';
import { noamHoldAnnealing } from './noam-hold-annealing.js';
import { polynomialDecayAnnealing } from './polynomial-decay-annealing.js';
import { polynomialHoldDecayAnnealing } from './polynomial-hold-decay-annealing.js';
import { squareAnnealing } from './square-annealing.js';
import { squareRootAnnealing } from './square-root-annealing.js';
import { squareRootConstantPolicy } from './square-root-constant-policy.js';
import { t5InverseSquareRootAnnealing } from './t5-inverse-square-root-annealing.js';
import { warmupAnnealHoldPolicy } from './warmup-anneal-hold-policy.js';
import { warmupAnnealing } from './warmup-annealing.js';
import { warmupHoldAnnealLinear } from './warmup-hold-anneal-linear.js';
import { warmupHoldAnnealOneMinusSquareRoot } from './warmup-hold-anneal-one-minus-square-root.js';
import { warmupHoldPolicy } from './warmup-hold-policy.js';
import { warmupPolicy } from './warmup-policy.js';

/** The schedules of nemo. */
export const nemoSchedulers: readonly Scheduler[] = [
  noamAnnealing,
  noamHoldAnnealing,
  cosineAnnealing,
  warmupAnnealing,
  squareAnnealing,
  squareRootAnnealing,
  inverseSquareRootAnnealing,
  t5InverseSquareRootAnnealing,
  polynomialDecayAnnealing,
  polynomialHoldDecayAnnealing,
  warmupHoldAnnealLinear,
  warmupHoldAnnealOneMinusSquareRoot,
  warmupPolicy,
  warmupHoldPolicy,
  warmupAnnealHoldPolicy,
  squareRootConstantPolicy,
];
