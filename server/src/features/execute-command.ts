import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { drag } from '../drag/drag.js';
import { curveAnswer } from '../explain/curve-answer.js';
import { explain } from '../explain/explain.js';
import { explainMarkdown } from '../explain/explain-markdown.js';
import { type CurveAnswer, commands, type DragAnswer, type ExplainAnswer } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { curveQuestionOf, dragQuestionOf } from './command-question.js';
import type { Feature } from './feature.js';

type Answer<Result> = Result | ResponseError<void>;

/** What answers each command that a client may ask for. */
const answers: Readonly<Record<string, (session: Session, sent: unknown) => Answer<unknown>>> = {
  [commands.curve](session, sent): Answer<CurveAnswer> {
    const question = curveQuestionOf(sent);
    if (typeof question === 'string') return wrong(question);
    const { uri, text } = question;
    const analysis = text === undefined ? analysisFor(session, question) : session.analysisOf(uri, text);
    return analysis instanceof ResponseError ? analysis : curveAnswer(analysis, question);
  },
  [commands.explain](session, sent): Answer<ExplainAnswer> {
    const question = curveQuestionOf(sent);
    if (typeof question === 'string') return wrong(question);
    const analysis = analysisFor(session, question);
    if (analysis instanceof ResponseError) return analysis;
    const explanation = explain(analysis);
    return { version: analysis.version, ...explanation, markdown: explainMarkdown(explanation) };
  },
  [commands.drag](session, sent): Answer<DragAnswer> {
    const question = dragQuestionOf(sent);
    if (typeof question === 'string') return wrong(question);
    const analysis = analysisFor(session, question);
    return analysis instanceof ResponseError ? analysis : drag(session, analysis, question);
  },
};

const wrong = (message: string) => new ResponseError<void>(ErrorCodes.InvalidParams, message);

/** The numbers of a file's curves, changes of them, and the configuration that is in force, for a client's own views. */
export const executeCommand: Feature = {
  capabilities: () => ({ executeCommandProvider: { commands: Object.keys(answers) } }),
  register(session) {
    session.connection.onExecuteCommand(({ command, arguments: args = [] }) => {
      const answer = Object.hasOwn(answers, command) ? answers[command] : undefined;
      return answer ? answer(session, args[0]) : wrong(`There is no command "${command}".`);
    });
  },
};

interface Asked {
  readonly uri: string;
  readonly version?: number;
}

function analysisFor(session: Session, { uri, version }: Asked): Answer<Analysis> {
  const analysis = session.analysis(uri);
  if (!analysis) return wrong(`${uri} is not open.`);
  if (version !== undefined && version !== analysis.version)
    return new ResponseError(
      LSPErrorCodes.ContentModified,
      `Version ${version} of ${uri} was asked for, and it has version ${analysis.version} now.`,
    );
  return analysis;
}
