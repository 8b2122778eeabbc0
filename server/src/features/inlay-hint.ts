import type { OptimSchedulerConf, Span } from '@optim-sches/schemas';
import type { InlayHint } from 'vscode-languageserver';
import type { Hint } from '../hints/hint.js';
import { optimSchedulerHints, referenceHints } from '../hints/hints.js';
import type { Analysis } from '../session/analysis.js';
import type { Feature } from './feature.js';
import { refreshWithOthers } from './refresh.js';

/** Values that are in force and not written where they are used, in the lines that are seen. */
export const inlayHint: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  register(session) {
    const { connection, client } = session;
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }): InlayHint[] => {
      const analysis = session.settings.inlayHints ? session.analysis(uri) : undefined;
      if (!analysis?.relevant) return [];
      const seen = { start: analysis.offset(range.start), end: analysis.offset(range.end) };
      const hints = [
        ...referenceHints(analysis, seen),
        ...within(analysis, seen).flatMap((one) => optimSchedulerHints(analysis, one)),
      ];
      return hints
        .filter(({ at }) => at >= seen.start && at <= seen.end)
        .map((hint) => toInlayHint(analysis, hint));
    });
    if (client.refreshInlayHints) refreshWithOthers(session, () => connection.languages.inlayHint.refresh());
  },
};

const toInlayHint = ({ textDocument }: Analysis, { at, label, tooltip }: Hint): InlayHint => ({
  position: textDocument.positionAt(at),
  label,
  tooltip,
  paddingLeft: true,
});

/** The OptimSchedulers that reach into a part of the text, found by halving. */
function within({ config }: Analysis, seen: Span): readonly OptimSchedulerConf[] {
  if (config.linked) return [];
  const all = config.optimSchedulers;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.node.span.end ?? 0) < seen.start) low = middle + 1;
    else high = middle;
  }
  const found: OptimSchedulerConf[] = [];
  for (let index = low; index < all.length; index++) {
    const one = all[index];
    if (!one || one.node.span.start > seen.end) break;
    found.push(one);
  }
  return found;
}
