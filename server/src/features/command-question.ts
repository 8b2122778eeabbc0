import type { CurveQuestion, DragQuestion } from '../protocol.js';

/** The keys of a question that are whole numbers of at least 1. */
const counts = ['steps', 'stepsPerEpoch', 'sample', 'from', 'to'];

type Sent = Readonly<Record<string, unknown>>;

const isObject = (sent: unknown): sent is Sent => typeof sent === 'object' && sent !== null;

/** What stands in `sent` under `keys`, without what is not given; a sentence where one is no number of its kind. */
function numbersOf(sent: Sent, keys: readonly string[]): Record<string, number> | string {
  const numbers: Record<string, number> = {};
  for (const key of keys) {
    const value = sent[key];
    if (value === undefined || value === null) continue;
    const least = key === 'version' ? Number.MIN_SAFE_INTEGER : 1;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
      return `${key} is ${JSON.stringify(value)}, but must be a whole number${key === 'version' ? '' : ' of at least 1'}.`;
    numbers[key] = value;
  }
  return numbers;
}

/** The argument of `optimSches.curve` and `optimSches.explain`; a sentence where something is wrong with it. */
export function curveQuestionOf(sent: unknown): CurveQuestion | string {
  if (!isObject(sent)) return 'The first argument must be an object with a uri.';
  const { uri, optimizer, text } = sent;
  if (typeof uri !== 'string') return 'The first argument has no uri.';
  const numbers = numbersOf(sent, ['version', ...counts]);
  if (typeof numbers === 'string') return numbers;
  return {
    uri,
    ...numbers,
    ...(typeof optimizer === 'string' ? { optimizer } : {}),
    ...(typeof text === 'string' ? { text } : {}),
  };
}

/** The argument of `optimSches.drag`; a sentence where something is wrong with it. */
export function dragQuestionOf(sent: unknown): DragQuestion | string {
  if (!isObject(sent)) return 'The first argument must be an object with a uri.';
  const { uri, optimizer, handle, to, part } = sent;
  if (typeof uri !== 'string') return 'The first argument has no uri.';
  if (typeof optimizer !== 'string') return 'The first argument has no optimizer.';
  if (handle !== 'peak' && handle !== 'warmup')
    return `handle is ${JSON.stringify(handle)}, but must be "peak" or "warmup".`;
  if (typeof to !== 'number' || !Number.isFinite(to))
    return `to is ${JSON.stringify(to)}, but must be a number.`;
  const numbers = numbersOf(sent, ['version', 'steps', 'stepsPerEpoch', 'sample']);
  if (typeof numbers === 'string') return numbers;
  const shown = isObject(part) ? numbersOf(part, ['from', 'to']) : {};
  if (typeof shown === 'string') return shown;
  return { uri, optimizer, handle, to, ...numbers, part: shown };
}
