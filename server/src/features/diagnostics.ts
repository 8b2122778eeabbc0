import type { Problem, Severity } from '@optim-sches/schemas';
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { afterRequests } from './after-requests.js';
import type { Feature } from './feature.js';
import { createHold } from './problem-hold.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** A problem as LSP has it. */
export function toDiagnostic(problem: Problem, { uri, range }: Analysis, session: Session): Diagnostic {
  const { code, message, severity, span, related, tag } = problem;
  const { pages } = session.host;
  return {
    range: range(span),
    severity: severities[severity],
    code,
    ...(pages ? { codeDescription: { href: `${pages}${code.replace('optim/', '')}.md` } } : {}),
    source: 'optim-sches',
    message,
    ...(tag ? { tags: [tags[tag]] } : {}),
    ...(related && session.client.relatedInformation
      ? {
          relatedInformation: related.map((each) => ({
            location: { uri, range: range(each.span) },
            message: each.message,
          })),
        }
      : {}),
  };
}

/**
 * What is wrong with a file: pulled by the client where it can, else pushed after each change. A problem that goes is
 * gone at once; a new one on the line that is being typed waits until typing pauses or goes on elsewhere.
 */
export const diagnostics: Feature = {
  capabilities: (client) =>
    client.pullDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'optim-sches',
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }
      : {},
  register(session) {
    const { client, connection, files, listeners } = session;
    const hold = createHold(session, (uri) => tell(uri));
    const shown = (uri: string): Diagnostic[] => {
      const analysis = session.analysis(uri);
      if (!analysis) return [];
      return hold.released(analysis).map((problem) => toDiagnostic(problem, analysis, session));
    };
    const later = afterRequests(
      (uri) => void session.analysis(uri),
      (uri) => void session.analysis(uri)?.problems(),
      (uri) => push(uri),
    );
    const push = (uri: string) => {
      const version = files.get(uri)?.text.version;
      void connection.sendDiagnostics({
        uri,
        diagnostics: shown(uri),
        ...(version === undefined ? {} : { version }),
      });
    };
    const tell = (uri: string) => {
      if (!client.pullDiagnostics) push(uri);
      else if (client.refreshDiagnostics) connection.languages.diagnostics.refresh();
    };
    /** The files that the one at `uri` may have changed: experiments and the train_cfg files that they name. */
    const others = (uri: string) =>
      [...files.keys()].filter((other) => {
        const analysis = other === uri ? undefined : session.analysis(other);
        return analysis?.linkedUri === uri || analysis?.experimentUri === uri;
      });
    listeners.push({
      changed(uri, line) {
        hold.edited(uri, line);
        if (client.pullDiagnostics) return;
        later.ask(uri);
        for (const other of others(uri)) later.ask(other);
      },
      closed(uri) {
        hold.forget(uri);
        if (!client.pullDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
      },
      stopped() {
        hold.forget();
        later.forget();
      },
      allChanged() {
        if (client.pullDiagnostics) {
          if (client.refreshDiagnostics) connection.languages.diagnostics.refresh();
        } else for (const uri of files.keys()) later.ask(uri);
      },
    });
    if (!client.pullDiagnostics) return;
    /** What was answered last for a file, under the id that the client keeps. */
    const answered = new Map<string, { readonly id: string; readonly text: string }>();
    let count = 0;
    connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }) => {
      const items = shown(uri);
      const text = JSON.stringify(items);
      const before = answered.get(uri);
      if (before && before.id === previousResultId && before.text === text)
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: before.id };
      const id = String(++count);
      answered.set(uri, { id, text });
      return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items };
    });
    listeners.push({ closed: (uri) => void answered.delete(uri) });
  },
};
