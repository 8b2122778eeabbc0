import { compatibleFixes, type Problem } from '@optim-sches/schemas';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Diagnostic,
} from 'vscode-languageserver';
import { type Offer, type Place, workspaceEdit } from '../actions/action.js';
import { convertScheduleType } from '../actions/convert-schedule.js';
import { refactors } from '../actions/index.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { nodeAt } from '../text/node-at.js';
import { toDiagnostic } from './diagnostics.js';
import type { Feature } from './feature.js';

const fixAllKind = `${CodeActionKind.SourceFixAll}.optim-sches`;
const kinds = [
  CodeActionKind.QuickFix,
  fixAllKind,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
];

/** Which refactor's edits are asked for later, and where. */
interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly refactor: string;
  readonly offset: number;
  readonly title: string;
}

/** Fixes of problems, changes that keep the meaning, and all safe fixes at once. */
export const codeAction: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: kinds, resolveProvider: true } }),
  register(session) {
    const { connection, client } = session;
    connection.onCodeAction((params) => {
      const analysis = session.analysis(params.textDocument.uri);
      if (!analysis?.relevant || !client.codeActionLiterals) return [];
      return [
        ...quickFixes(session, analysis, params),
        ...fixAll(session, analysis, params),
        ...refactorings(session, analysis, params),
      ];
    });
    connection.onCodeActionResolve((action) => {
      const data: ActionData | undefined = action.data;
      const analysis = data && session.analysis(data.uri);
      if (!data || !analysis || analysis.version !== data.version) return action;
      const offer = refactors
        .find(({ name }) => name === data.refactor)
        ?.offers(placeAt(session, analysis, data.offset))
        .find(({ title }) => title === data.title);
      const edits = offer?.edits();
      return edits && typeof edits !== 'string'
        ? { ...action, edit: workspaceEdit(analysis, edits, client) }
        : action;
    });
  },
};

const wanted = ({ context }: CodeActionParams, kind: string) =>
  context.only === undefined ||
  context.only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));

const placeAt = ({ host }: Session, analysis: Analysis, offset: number): Place => ({
  analysis,
  node: nodeAt(analysis, offset),
  offset,
  host,
});

function quickFixes(session: Session, analysis: Analysis, params: CodeActionParams): CodeAction[] {
  if (!wanted(params, CodeActionKind.QuickFix)) return [];
  const [start, end] = [analysis.offset(params.range.start), analysis.offset(params.range.end)];
  const near = analysis
    .problems()
    .filter(({ span, fixes }) => fixes.length > 0 && span.start <= end && span.end >= start);
  return near.flatMap((problem) => {
    const diagnostics = diagnosticsOf(session, analysis, problem, params);
    return problem.fixes.map(
      (fix): CodeAction => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        ...(fix.preferred ? { isPreferred: true } : {}),
        edit: workspaceEdit(analysis, fix.edits, session.client),
      }),
    );
  });
}

/** The diagnostic that the client knows the problem by. */
function diagnosticsOf(
  session: Session,
  analysis: Analysis,
  problem: Problem,
  { context }: CodeActionParams,
): Diagnostic[] {
  const known = context.diagnostics.find(
    ({ code, message }) => code === problem.code && message === problem.message,
  );
  return [known ?? toDiagnostic(problem, analysis, session)];
}

function fixAll(session: Session, analysis: Analysis, params: CodeActionParams): CodeAction[] {
  if (!wanted(params, fixAllKind)) return [];
  const applied = compatibleFixes(analysis.problems());
  if (applied.length === 0) return [];
  const edits = applied.flatMap(({ fix }) => fix.edits);
  return [
    {
      title: `Fix ${applied.length === 1 ? 'one problem' : `${applied.length} problems`} of optim_sches`,
      kind: fixAllKind,
      edit: workspaceEdit(analysis, edits, session.client),
    },
  ];
}

function refactorings(session: Session, analysis: Analysis, params: CodeActionParams): CodeAction[] {
  const { client } = session;
  const offset = analysis.offset(params.range.start);
  const place = placeAt(session, analysis, offset);
  const { uri, version } = analysis;
  // A lamp at the margin is asked for at every move: what takes long waits until it is opened.
  const quick = params.context.triggerKind === CodeActionTriggerKind.Automatic;
  return refactors
    .filter((refactor) => wanted(params, refactor.kind) && !(quick && refactor === convertScheduleType))
    .flatMap((refactor) =>
      refactor.offers(place).flatMap((offer): CodeAction[] => {
        const { title, kind } = offer;
        const data: ActionData = { uri, version, refactor: refactor.name, offset, title };
        return finished({ title, kind, data }, offer);
      }),
    );

  function finished(action: CodeAction, offer: Offer): CodeAction[] {
    const edits = offer.edits();
    if (typeof edits === 'string')
      return client.disabledCodeActions ? [{ ...action, disabled: { reason: edits } }] : [];
    if (client.resolveCodeActionEdits) return [action];
    const { data: _, ...whole } = action;
    return [{ ...whole, edit: workspaceEdit(analysis, edits, client) }];
  }
}
