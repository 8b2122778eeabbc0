import { registryText } from '../../runtime/src/optim-schedulers/text.js';
import type { CaseResult } from './result.js';
import { failed, same } from './result.js';
import type { MarkedCase } from './speechain-cases.js';
import { configOf } from './speechain-cases.js';

export interface ReprCase {
  name: string;
  repr: string;
}

/** SpeeChain's text for an OptimScheduler, character by character. */
export function runRepr(one: ReprCase, marked: MarkedCase): CaseResult {
  const [conf] = configOf(marked).optimSchedulers;
  return conf ? same(one.name, registryText(conf), one.repr) : failed(one.name, 'no OptimScheduler');
}
