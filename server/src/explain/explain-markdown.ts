import { flowYaml } from '@optim-sches/schemas';
import type { ExplainedKey, ExplainedOptimScheduler, Explanation } from '../protocol.js';
import { type Markup, markupOf } from '../text/markup.js';

/** An explanation for a reader. */
export function explainMarkdown({ optimSchedulers, experiment, experimentUri }: Explanation): string {
  const markup = markupOf({ markdown: true });
  const { code, table, text } = markup;
  const around = experimentUri === undefined ? '' : `\n\n${text(`From ${experimentUri}.`)}`;
  return `${[
    '# Configuration in force',
    ...optimSchedulers.map((one) => optimScheduler(one, markup)),
    `## The experiment around it${around}`,
    table(
      ['key', 'value'],
      Object.entries(experiment).map(([key, value]) => [
        code(key),
        value === null ? 'not written' : code(flowYaml(value)),
      ]),
    ),
  ].join('\n\n')}\n`;
}

function optimScheduler({ name, keys }: ExplainedOptimScheduler, markup: Markup): string {
  const { code, table, text } = markup;
  const rows = keys.map((each) => [
    code(each.key),
    each.origin.from === 'missing' ? '' : code(flowYaml(each.value)),
    text(each.unit ?? ''),
    [originWords(each, markup), each.noEffect && text(`no effect: ${each.noEffect}`)]
      .filter(Boolean)
      .join('; '),
  ]);
  return `## ${text(name)}\n\n${table(['key', 'value', 'unit', 'where it comes from'], rows)}`;
}

function originWords({ origin: { from, words, range, uri } }: ExplainedKey, { code, text }: Markup): string {
  const line = range === undefined ? '' : `line ${range.start.line + 1}`;
  const file = uri === undefined ? '' : uri.slice(uri.lastIndexOf('/') + 1);
  switch (from) {
    case 'file':
      return text([file, line].filter(Boolean).join(', '));
    case 'default':
      return text(words);
    case 'missing':
      return text(`missing: ${words}`);
    default:
      return `${code(words)} ${text([file, line].filter(Boolean).join(', '))}`.trim();
  }
}
