import type { Conflict } from '../../optimizers/optimizer.js';
import type { OptimizerAround } from '../scheduler.js';
import type { ParamGroup } from './rule.js';

/** How a schedule moves the momentum (Adam's beta1) against the learning rate. */
export interface MomentumConf {
  readonly cycle_momentum: boolean;
  readonly base_momentum: number;
  readonly max_momentum: number;
}

/** What torch refuses when its optimizer has no momentum to move. Unknown options of an optimizer are not judged. */
export function momentumConflicts(
  { cycle_momentum }: { readonly cycle_momentum: boolean },
  { type, options }: OptimizerAround,
): Conflict[] {
  if (!cycle_momentum || !options || 'momentum' in options || 'betas' in options) return [];
  const message = `${type} has neither momentum nor betas: torch stops with "optimizer must support momentum or beta1 with \`cycle_momentum\` option enabled". Write cycle_momentum: false, or take another optimizer.`;
  return [{ path: ['cycle_momentum'], message }];
}

/** What the constructors write into the group where they move the momentum. */
export function constructMomentum(conf: MomentumConf, group: ParamGroup): void {
  if (!conf.cycle_momentum) return;
  group.momentum = conf.max_momentum;
  group.max_momentum = conf.max_momentum;
  group.base_momentum = conf.base_momentum;
}
