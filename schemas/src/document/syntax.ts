import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Findings } from './findings.js';
import type { Inspection } from './inspect.js';
import { unclosedQuote } from './syntax-guesses.js';
import { explainSyntax } from './syntax-messages.js';

/** Errors that stay where they are; any other leaves the parser guessing, so what follows it is not reported. */
const LOCAL: ReadonlySet<ErrorCode> = new Set([
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
]);

/** Who has more mistakes of syntax than this in a file sees the others after these. */
const MAX_REPORTED = 50;

/**
 * Reports what is not YAML: every local mistake, and the first of those that make the rest of the text doubtful.
 * Returns whether there was any.
 */
export function reportSyntax(
  errors: readonly YAMLParseError[],
  { strayColons, unclosed }: Pick<Inspection, 'strayColons' | 'unclosed'>,
  text: string,
  findings: Findings,
): boolean {
  const inOrder = errors.filter((error) => !accepted(error, text)).sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of inOrder.slice(0, MAX_REPORTED)) {
    const { message, span, python, detail, fixes = [] } = explainSyntax(error, text);
    findings.add({
      code: 'optim/yaml-syntax',
      span,
      message,
      fixes,
      loader: { phase: 'syntax', type: python, message: `${detail}\n  ${findings.mark(span.start)}` },
    });
    if (!LOCAL.has(error.code)) return true;
  }
  if (inOrder.length > 0) return true;
  const [open] = unclosed;
  if (open) {
    const { detail, ...explanation } = unclosedQuote(text, open.start);
    const message = `${detail}\n  ${findings.mark(open.end)}`;
    findings.add({
      ...explanation,
      code: 'optim/yaml-syntax',
      loader: { phase: 'syntax', type: explanation.python, message },
    });
    return true;
  }
  const [stray] = strayColons;
  if (!stray) return false;
  findings.add({
    code: 'optim/yaml-syntax',
    span: stray,
    message: `This ":" stands neither on the line of its key nor where a key could begin, so the loader refuses it. Write "key: value" on one line.`,
    loader: {
      phase: 'syntax',
      type: 'ScannerError',
      message: `while scanning a simple key\ncould not find expected ':'\n  ${findings.mark(stray.start)}`,
    },
  });
  return true;
}

/** What the `yaml` package refuses and Python's loaders read: `"x"#comment`, though not `|#comment`. */
function accepted(error: YAMLParseError, text: string): boolean {
  if (!error.message.startsWith('Comments must be separated')) return false;
  const line = text.slice(text.lastIndexOf('\n', error.pos[0] - 1) + 1, error.pos[0]);
  return !/[|>][-+0-9]*$/.test(line);
}
