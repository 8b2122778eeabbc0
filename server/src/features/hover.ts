import type { PictureTheme, Span } from '@optim-sches/schemas';
import type { Hover } from 'vscode-languageserver';
import { curveHover } from '../hover/curve-hover.js';
import { keyAt } from '../hover/fields-at.js';
import { keyHover } from '../hover/key-hover.js';
import { modelHover, modelNamesHover, optimizerHover, scheduleHover } from '../hover/names-hover.js';
import { originWords } from '../hover/origin-words.js';
import { variableHover } from '../hover/reference-hover.js';
import type { Analysis } from '../session/analysis.js';
import { modelOf } from '../session/model.js';
import { type DocsPages, docsPages } from '../session/pages.js';
import type { Session } from '../session/session.js';
import { type Markup, markupOf } from '../text/markup.js';
import { type NodeAt, nodeAt } from '../text/node-at.js';
import type { Feature } from './feature.js';

const themes: readonly PictureTheme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light', 'neutral'];

/** What stands under the cursor, in words and as a curve. The client says with `optimSches/theme` which colours it has. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  register(session) {
    const pages = docsPages(session.host);
    session.connection.onNotification(
      'optimSches/theme',
      (sent: { readonly theme?: unknown } | undefined) => {
        session.theme = themes.find((theme) => theme === sent?.theme) ?? session.theme;
      },
    );
    session.connection.onHover(({ textDocument: { uri }, position }): Hover | null => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      const node = nodeAt(analysis, analysis.offset(position));
      const markup = markupOf(session.client);
      const value = node.on === 'gap' ? undefined : words(session, analysis, node, { markup, pages });
      if (!value) return null;
      return { contents: { kind: markup.kind, value }, range: analysis.range(spanOf(node)) };
    });
  },
};

const spanOf = ({ entry, on, value }: NodeAt): Span =>
  (on === 'key' ? entry?.keySpan : value?.span) ?? { start: 0, end: 0 };

interface Look {
  readonly markup: Markup;
  readonly pages: DocsPages;
}

function words(
  session: Session,
  analysis: Analysis,
  node: NodeAt,
  { markup, pages }: Look,
): string | undefined {
  const { on, value, role, roleKey, optimScheduler: one, entry } = node;
  const { client, settings, theme, host } = session;
  const { paragraphs, bold, code, text } = markup;
  // Between the entries of a mapping the cursor is on none of them.
  if (on === 'value' && value?.kind === 'map' && value.via === undefined) return undefined;
  const look = { pictures: settings.pictures ?? client.pictures, theme };
  const { config } = analysis;
  const origin = on === 'value' && value ? originWords(analysis, value, markup) : undefined;
  const docs = () => {
    const at = keyAt(analysis, node, host);
    return at && keyHover(analysis, node, at, markup);
  };
  switch (role) {
    case 'optim_sches':
      return curveHover(analysis, config.optimSchedulers, markup, look);
    case 'name':
    case 'conf': {
      if (!one) return undefined;
      const title = `${bold(text(one.name))} · ${code(one.type ?? '?')} · ${code(one.optimType ?? '?')}`;
      return paragraphs([title, curveHover(analysis, [one], markup, look), origin]);
    }
    case 'type':
      return (
        one &&
        paragraphs([
          curveHover(analysis, [one], markup, look),
          scheduleHover(one.type ?? '', markup, pages),
          origin,
        ])
      );
    case 'common':
      if (roleKey === 'optim_type' && one?.optimizer)
        return paragraphs([optimizerHover(one.optimizer, markup, pages), on === 'key' ? docs() : origin]);
      if (roleKey === 'updated_modules' || roleKey === 'optim_losses' || roleKey === 'optim_loss')
        return paragraphs([modelNamesHover(analysis, node, modelOf(analysis, host), markup), docs()]);
      return docs();
    case 'model':
      return roleKey === 'model_type' && config.modelType !== undefined
        ? paragraphs([modelHover(config.modelType, modelOf(analysis, host), markup), docs()])
        : docs();
    case 'top':
      // The OptimSchedulers of an experiment may be in the file that its train_cfg names.
      if (roleKey === 'train_cfg' && config.linked)
        return paragraphs([curveHover(analysis, config.optimSchedulers, markup, look), docs()]);
      return paragraphs([docs(), entry && variableHover(analysis, entry, markup)]);
    default:
      return docs() ?? origin;
  }
}
