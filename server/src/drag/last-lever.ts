import type { OptimSchedulerConf } from '@optim-sches/schemas';
import { contentOf } from '../curve/memory.js';
import type { DragQuestion } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { chooseKey, type Lever } from './choose-key.js';
import type { Handle } from './handles.js';
import { numberAt } from './with-number.js';

interface Last {
  readonly lever: Lever;
  /** The OptimScheduler that it was chosen for, but for its number. */
  readonly rest: string;
}

/** The drag that goes on, or was the last one. */
const drags = new WeakMap<Session, Last>();

/** What an OptimScheduler is beside the number of one key. */
function restOf(
  { config, uri }: Analysis,
  one: OptimSchedulerConf,
  { path }: Lever['key'],
  { optimizer, handle, steps, stepsPerEpoch }: DragQuestion,
): string {
  const key = path.at(-1) ?? '';
  const rest =
    path.length > 2 ? { ...one, lr: 0 } : { ...one, schedulerConf: { ...one.schedulerConf, [key]: 0 } };
  return contentOf(rest, config.experiment, uri, optimizer, handle, steps, stepsPerEpoch);
}

/**
 * The key that `chooseKey` chooses, or a sentence where there is none. While a drag goes on, it is the one that was chosen
 * when the drag began: the number that it moves is all that changes.
 */
export function leverFor(
  session: Session,
  analysis: Analysis,
  one: OptimSchedulerConf,
  handle: Handle,
  question: DragQuestion,
): Lever | string {
  const last = drags.get(session);
  const value = last && numberAt(one, last.lever.key.path);
  if (last && value && last.rest === restOf(analysis, one, last.lever.key, question)) {
    const key = handle.keys.find(({ path }) => path.join('.') === last.lever.key.path.join('.'));
    const effect = handle.effectOf(one);
    if (key && effect !== undefined) return { ...last.lever, key, from: { value, effect } };
  }
  const lever = chooseKey(one, handle);
  if (typeof lever !== 'string')
    drags.set(session, { lever, rest: restOf(analysis, one, lever.key, question) });
  return lever;
}
