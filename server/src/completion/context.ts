import {
  entryOf,
  findModel,
  type ModelInfo,
  type Scheduler,
  schedulers,
  type Target,
  valueAt,
} from '@optim-sches/schemas';
import type { Session } from '../session/session.js';
import { candidatesOf } from '../session/uris.js';
import { userCode } from '../session/user-code.js';
import type { CursorPlace, Level } from '../text/cursor-place.js';
import { plainText, type RoughEntry } from '../text/rough-entries.js';

/** What one request for completions works with. */
export interface Context {
  readonly session: Session;
  readonly uri: string;
  readonly text: string;
  readonly cursor: CursorPlace;
  readonly target: Target;
  /** The keys of the file itself, but for one that is being typed. */
  root(): readonly RoughEntry[];
  /** The model that the file names; undefined for one that nobody here knows. */
  model(): ModelInfo | undefined;
}

/** The entry of a key. */
export const entryAt = (entries: readonly RoughEntry[], key: string): RoughEntry | undefined =>
  entries.find((entry) => entry.key === key);

/** The text of a key's value; a `!ref` of a key of the file is looked up. */
export function scalarAt(entries: readonly RoughEntry[], key: string, { root }: Context): string | undefined {
  const value = entryAt(entries, key)?.value ?? '';
  const referred = /^!ref\s+<([^<>]+)>$/.exec(value)?.[1];
  return plainText(referred === undefined ? value : (entryAt(root(), referred)?.value ?? ''))?.trim();
}

/** Starts a request. */
export function contextOf(session: Session, uri: string, text: string, cursor: CursorPlace): Context {
  let model: { readonly info: ModelInfo | undefined } | undefined;
  const context: Context = {
    session,
    uri,
    text,
    cursor,
    target: session.settings.target,
    root: () => cursor.levels[0]?.entries() ?? [],
    model() {
      model ??= { info: modelOf(context) };
      return model.info;
    },
  };
  return context;
}

function modelOf(context: Context): ModelInfo | undefined {
  const { session, uri } = context;
  const type = modelTypeOf(context);
  return type === undefined ? undefined : (userCode(uri, session.host).findModel(type) ?? findModel(type));
}

/** The `model_type` of the file, or of the file that its `train_cfg` names. */
export function modelTypeOf(context: Context): string | undefined {
  const { session, uri, cursor } = context;
  const root = context.root();
  const inside = cursor.path[0] === 'train_cfg' ? cursor.levels[1]?.entries() : undefined;
  const trainCfg = entryAt(root, 'train_cfg');
  const around = inside ?? trainCfg?.below() ?? root;
  const at = cursor.path.indexOf('model');
  const model = (at >= 0 ? cursor.levels[at + 1]?.entries() : undefined) ?? entryAt(around, 'model')?.below();
  const own = model && scalarAt(model, 'model_type', context);
  if (own !== undefined) return own;
  const path = trainCfg && plainText(trainCfg.value);
  if (path === undefined) return undefined;
  for (const candidate of candidatesOf(path, uri)) {
    const root = session.documentAt(candidate)?.root;
    if (root === undefined) continue;
    const type = valueAt(root, ['model', 'model_type']) ?? entryOf(root, 'model_type')?.value;
    return type?.kind === 'str' ? type.value : undefined;
  }
  return undefined;
}

/** The schedules that whoever runs the file has, each as it is spelled for it. */
export function typesFor(
  target: Target,
): readonly { readonly type: string; readonly scheduler: Scheduler }[] {
  return target === 'runtime'
    ? schedulers.map((scheduler) => ({ type: scheduler.type, scheduler }))
    : schedulers.flatMap((scheduler) =>
        scheduler.speechain === undefined ? [] : [{ type: scheduler.speechain, scheduler }],
      );
}

/** The entries of a level, none where there is no level. */
export const entriesOf = (level: Level | undefined): readonly RoughEntry[] => level?.entries() ?? [];
