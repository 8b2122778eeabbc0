import { familyOf, findScheduler } from '@optim-sches/schemas';
import { CompletionItemKind } from 'vscode-languageserver';
import { confSample } from './conf-sample.js';
import { type Context, entriesOf, entryAt, typesFor } from './context.js';
import type { Candidate } from './item.js';
import { ownClasses } from './names.js';
import { recipeKeys } from './recipe-keys.js';

const used = recipeKeys.entry?.type?.value;

/** The schedules that `type` may name. One brings its conf with it where the OptimScheduler has none yet. */
export function typeCandidates(context: Context): Candidate[] {
  const { cursor } = context;
  const level = cursor.levels.at(-1);
  const hasConf = entryAt(entriesOf(level), 'conf') !== undefined;
  const bringsConf = !hasConf && cursor.quote === '' && !cursor.needsDash && (cursor.lines || level?.flow);
  const own = ownClasses('OptimScheduler', context).map((type) => ({ type, scheduler: undefined }));
  return [...own, ...typesFor(context.target)].map(({ type, scheduler }, index): Candidate => {
    const isUsed = scheduler?.type === used;
    return {
      label: type,
      kind: CompletionItemKind.Class,
      sort: [isUsed ? 0 : 1, index],
      description: scheduler ? familyOf(scheduler).title : 'next to this file',
      ...(level?.flow ? { commit: [',', '}'] } : {}),
      docs: scheduler
        ? { of: 'schedule', name: type }
        : { of: 'text', text: 'A schedule of your own, next to this file.' },
      write(writer) {
        const known = findScheduler(type);
        if (!bringsConf || !known) return writer.text(type);
        const conf = writer.entries([{ key: 'conf', value: confSample(known) }]);
        return `${writer.text(type)}${cursor.lines ? `\n${writer.blanks}` : ', '}${conf}`;
      },
    };
  });
}
