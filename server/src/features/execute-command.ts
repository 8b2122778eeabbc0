import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { curveAnswer } from '../explain/curve-answer.js';
import { explain } from '../explain/explain.js';
import { explainMarkdown } from '../explain/explain-markdown.js';
import { type CurveQuestion, commands as names } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import type { Feature } from './feature.js';

/** The commands that a client may ask for. */
const commands: Readonly<Record<string, (analysis: Analysis, question: CurveQuestion) => unknown>> = {
  [names.curve]: curveAnswer,
  [names.explain](analysis) {
    const explanation = explain(analysis);
    return { version: analysis.version, ...explanation, markdown: explainMarkdown(explanation) };
  },
};

const wrong = (message: string) => new ResponseError(ErrorCodes.InvalidParams, message);

/** The numbers of a file's curves, and the configuration that is in force, for a client's own views. */
export const executeCommand: Feature = {
  capabilities: () => ({ executeCommandProvider: { commands: Object.keys(commands) } }),
  register(session) {
    session.connection.onExecuteCommand(({ command, arguments: args = [] }) => {
      const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
      if (!run) return wrong(`There is no command "${command}".`);
      const question = questionOf(args[0]);
      if (question instanceof ResponseError) return question;
      const analysis = analysisFor(session, question);
      return analysis instanceof ResponseError ? analysis : run(analysis, question);
    });
  },
};

/** The argument of a command, or what is wrong with it. */
function questionOf(sent: unknown): CurveQuestion | ResponseError<void> {
  if (typeof sent !== 'object' || sent === null)
    return wrong('The first argument must be an object with a uri.');
  const { uri, optimizer, ...numbers } = sent as Record<string, unknown>;
  if (typeof uri !== 'string') return wrong('The first argument has no uri.');
  const question: Record<string, number> = {};
  for (const key of ['version', 'steps', 'stepsPerEpoch', 'sample', 'from', 'to']) {
    const value = numbers[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || (key !== 'version' && value < 1))
      return wrong(
        `${key} is ${JSON.stringify(value)}, but must be a whole number${key === 'version' ? '' : ' of at least 1'}.`,
      );
    question[key] = value;
  }
  return { uri, ...question, ...(typeof optimizer === 'string' ? { optimizer } : {}) };
}

function analysisFor(session: Session, { uri, version }: CurveQuestion): Analysis | ResponseError<void> {
  const analysis = session.analysis(uri);
  if (!analysis) return wrong(`${uri} is not open.`);
  if (version !== undefined && version !== analysis.version)
    return new ResponseError(
      LSPErrorCodes.ContentModified,
      `Version ${version} of ${uri} was asked for, and it has version ${analysis.version} now.`,
    );
  return analysis;
}
