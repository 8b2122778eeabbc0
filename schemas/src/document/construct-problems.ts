import type { Fix } from '../problem.js';
import { brief } from './brief.js';
import type { Findings } from './findings.js';
import { rawStr } from './freeze.js';
import type { PythonError } from './python-error.js';
import type { RawEntry, RawTagged } from './raw.js';
import type { Dialect } from './scalars.js';
import type { Span } from './value.js';

/** A key that stands twice in one mapping. */
export interface Duplicate {
  readonly before: RawEntry;
  readonly entry: RawEntry;
  /** The whole second entry, key to value. */
  readonly span: Span;
  /** True when the keys are equal in Python, false when only their texts are (`1` and `'1'`). */
  readonly equal: boolean;
  readonly flow: boolean;
  readonly mapStart: number;
}

/** Reports a key that stands twice: ruamel refuses it, PyYAML and SpeeChain's own conversion let the last one win. */
export function reportDuplicate(
  { before, entry, span, equal, flow, mapStart }: Duplicate,
  { text, dialect, findings }: { text: string; dialect: Dialect; findings: Findings },
): void {
  const refused = equal && dialect !== 'pyyaml';
  const key = brief(entry.key);
  const what = equal
    ? `The key "${key}" stands twice in this mapping`
    : `Two keys of this mapping become the same text "${key}"`;
  const why = refused ? 'the loader refuses the file (DuplicateKeyError)' : 'the last one silently wins';
  const fix = flow ? undefined : removal(span, text, key);
  findings.add({
    code: 'optim/yaml-duplicate-key',
    severity: refused ? 'error' : 'warning',
    span: entry.keySpan,
    message: `${what}, so ${why}. Keep one of them.`,
    related: [{ span: before.keySpan, message: `"${key}" stands here first` }],
    fixes: fix ? [fix] : [],
    ...(refused
      ? {
          loader: {
            phase: 'construct' as const,
            type: 'DuplicateKeyError',
            message: `while constructing a mapping\n  ${findings.mark(mapStart)}\nfound duplicate key "${entry.key}" with value "${rawStr(entry.value)}" (original value: "${rawStr(before.value)}")\n  ${findings.mark(entry.keySpan.start)}\n\nTo suppress this check see:\n    http://yaml.readthedocs.io/en/latest/api.html#duplicate-keys\n`,
          },
        }
      : {}),
  });
}

/** Removes the whole lines of an entry, when nothing else stands on them. */
function removal(span: Span, text: string, key: string): Fix | undefined {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  if (text.slice(start, span.start).trim() !== '') return undefined;
  const lineEnd = text.indexOf('\n', Math.max(span.start, span.end - 1));
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  return { title: `Remove this "${key}"`, edits: [{ span: { start, end }, newText: '' }] };
}

/** Reports a scalar of which Python cannot make a value. */
export function reportPython(
  error: PythonError,
  source: string,
  span: Span,
  tag: string | undefined,
  findings: Findings,
): void {
  const date = /^\d{4}-/.test(source) && tag === undefined;
  const what = tag
    ? `${tag} cannot read "${brief(source)}"`
    : error.type === 'ConstructorError'
      ? `"${brief(source)}" alone has a meaning in YAML 1.1 that PyYAML has no value for`
      : `"${brief(source)}" looks like ${date ? 'a date' : 'a number'} but is not a valid one`;
  const message =
    error.type === 'ConstructorError' ? `${error.message}\n  ${findings.mark(span.start)}` : error.message;
  findings.add({
    code: tag ? 'optim/yaml-tag' : date ? 'optim/yaml-date' : 'optim/yaml-number',
    span,
    message: `${what}, so the loader stops with ${error.type}: ${brief(error.message)}. Correct it, or put it in quotes${tag ? ' without the tag' : ''} if it is meant as text.`,
    loader: { phase: 'construct', type: error.type, message },
  });
}

/** Reports a key that Python cannot look up: a list that holds a list or mapping, or a mapping that does. */
export function reportUnhashable(className: string, span: Span, findings: Findings): void {
  findings.add({
    code: 'optim/yaml-syntax',
    span,
    message: `This key holds a list or mapping inside a list or mapping, which Python cannot use as a key, so the loader stops with TypeError. Use a text as the key.`,
    loader: { phase: 'construct', type: 'TypeError', message: `unhashable type: '${className}'` },
  });
}

/** Reports a `!ref` that stands as a key: SpeeChain replaces values only. */
export function reportTaggedKey(key: RawTagged, findings: Findings): void {
  findings.add({
    code: 'optim/yaml-tag',
    severity: 'warning',
    span: key.span,
    message: `${key.tag} has no effect on a key: SpeeChain replaces values only, so the key stays "${brief(key.text)}". Write the key out.`,
  });
}
