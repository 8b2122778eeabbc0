import type { OptimSchedulerConf, Span } from '@optim-sches/schemas';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { experimentOf } from '../curve/experiment-of.js';
import { factsOf } from '../curve/preview.js';
import { factWords } from '../curve/words.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import type { Feature } from './feature.js';
import { refreshWithOthers } from './refresh.js';

/** The client's own commands that a lens may start. */
const [previewCommand, trainCommand] = ['optimSches.preview', 'optimSches.train'];

/** What a lens keeps until it is resolved. */
interface LensData {
  readonly uri: string;
  /** The OptimScheduler that it is about; undefined for all of the file. */
  readonly optimizer?: string;
}

const isLensData = (data: unknown): data is LensData =>
  typeof data === 'object' && data !== null && 'uri' in data && typeof data.uri === 'string';

/** The place that is about all OptimSchedulers: the block, or the path of the file with it. */
const placeOfAll = ({ config, document }: Analysis): Span | undefined => {
  if (!config.linked) return config.block?.keySpan;
  return document.root?.kind === 'map'
    ? document.root.entries.find(({ key }) => key === 'train_cfg')?.keySpan
    : undefined;
};

function lenses(session: Session, analysis: Analysis): CodeLens[] {
  const { uri, config, range } = analysis;
  const all = placeOfAll(analysis);
  if (!all || config.optimSchedulers.length === 0) return [];
  const [only, second] = config.optimSchedulers;
  const lens = (span: Span, data: LensData): CodeLens => ({ range: range(span), data });
  // One OptimScheduler has its lens where it stands: at its name, or at the block that it is.
  const first =
    only?.nameSpan && !second && !config.linked
      ? []
      : [lens(all, { uri, ...named(second ? undefined : only) })];
  const each = config.linked
    ? []
    : config.optimSchedulers.flatMap((one) =>
        one.nameSpan ? [lens(one.nameSpan, { uri, ...named(one) })] : [],
      );
  const experiment = experimentOf(analysis);
  const train =
    experiment !== undefined && session.client.commands.includes(trainCommand)
      ? [
          {
            range: range(all),
            command: { title: 'Train', command: trainCommand, arguments: [{ uri: experiment }] },
          },
        ]
      : [];
  return [...first, ...train, ...each];
}

const named = (one: OptimSchedulerConf | undefined) => (one ? { optimizer: one.name } : {});

/** What a lens says: the highest learning rate of one, or how many there are. */
function titleOf(analysis: Analysis, { optimizer }: LensData): string | undefined {
  const { optimSchedulers } = analysis.config;
  if (optimizer === undefined) return `${optimSchedulers.length} optimizers`;
  const one = optimSchedulers.find(({ name }) => name === optimizer);
  return one && factWords(factsOf(analysis, one))[0]?.facts[0];
}

/** Above the block and each OptimScheduler: its peak, which opens the preview; above the block: the training's start. */
export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  register(session) {
    const { connection, client } = session;
    connection.onCodeLens(({ textDocument: { uri } }) => {
      const analysis = session.settings.codeLens ? session.analysis(uri) : undefined;
      return analysis?.relevant ? lenses(session, analysis) : [];
    });
    connection.onCodeLensResolve((lens) => {
      if (!isLensData(lens.data)) return lens;
      const analysis = session.analysis(lens.data.uri);
      const title = analysis && titleOf(analysis, lens.data);
      if (!client.commands.includes(previewCommand))
        return { ...lens, command: { title: capital(title ?? 'no curve'), command: '' } };
      return {
        ...lens,
        command: {
          title: `Preview · ${title ?? 'no curve'}`,
          command: previewCommand,
          arguments: [lens.data],
        },
      };
    });
    if (client.refreshCodeLens)
      refreshWithOthers(session, () => connection.sendRequest(CodeLensRefreshRequest.type));
  },
};

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
