import type { Fix } from '../problem.js';
import { suggest } from '../suggest.js';
import { floatLiteral, parseExpression } from './arithmetic.js';
import { brief } from './brief.js';
import type { LoaderError } from './findings.js';
import { behind, type RawEntry } from './raw.js';
import type { Asked, Lookup } from './reference-lookup.js';
import { SPEECHAIN_TAGS } from './tags.js';
import type { Span } from './value.js';

/** Reports a `<key>` that no top-level key has, with the most likely reason and, where there is one, a fix. */
export function explainUnknown(key: string, asked: Asked, lookup: Lookup, error: LoaderError): void {
  const { why, fix } = reasonUnknown(key, asked, lookup);
  lookup.findings.add({
    code: 'optim/ref-unknown',
    span: asked.place.span,
    message: `"<${brief(asked.inside)}>" refers to no top-level key of this file, so the loader stops with ${error.type}. ${why}`,
    fixes: fix ? [fix] : [],
    loader: { phase: 'references', ...error },
  });
}

function reasonUnknown(key: string, asked: Asked, lookup: Lookup): { why: string; fix?: Fix } {
  const keySpan = asked.place.references.find((it) => it.key === key)?.keySpan ?? asked.place.span;
  const isName = keySpan.end - keySpan.start === key.length;
  const change = (newKey: string): { fix?: Fix } => {
    if (!isName) return {};
    return {
      fix: { title: `Change to "${newKey}"`, edits: [{ span: keySpan, newText: newKey }], preferred: true },
    };
  };
  if (lookup.root.kind !== 'map')
    return { why: 'The file is not a mapping at its top level, so there is no key to refer to.' };
  const trimmed = key.trim();
  if (trimmed !== key && lookup.keys.has(trimmed))
    return { why: `Blanks inside "<>" belong to the name. Write "<${trimmed}>".`, ...change(trimmed) };
  if (lookup.arithmetic && lookup.keys.has(asked.inside))
    return {
      why: `SpeeChain's upstream reads "${asked.inside}" as arithmetic, although a key has this name. Rename the key without "+", "-", "*" and "/".`,
    };
  const expression = lookup.arithmetic ? undefined : parseExpression(key);
  const isOperand = (operand: string) => lookup.keys.has(operand) || floatLiteral(operand) !== undefined;
  if (expression && isOperand(expression.left) && isOperand(expression.right))
    return {
      why: `Arithmetic in a !ref is read by SpeeChain's upstream since January 2026 only. Write the result as a number for earlier versions.`,
    };
  const head = key.split('.')[0] ?? '';
  if (head !== key && lookup.keys.has(head))
    return {
      why: `A !ref reaches top-level keys only, not a path below "${head}". Move the value to the top level.`,
    };
  // Keys that still have their tag cannot be referred to from here.
  const candidates = [...lookup.keys].filter(([, entry]) => behind(entry.value).kind !== 'tagged');
  lookup.comparisons -= candidates.length;
  const names = lookup.comparisons >= 0 ? candidates.map(([name]) => name) : [];
  const near = suggest(trimmed, names);
  if (near !== undefined) return { why: `Did you mean "${near}"?`, ...change(near) };
  return { why: `Define "${brief(key)}" at the top level, or refer to another key.` };
}

/** Reports a reference to a key that Python has not resolved yet when it gets there. */
export function explainOrder(
  entry: RawEntry,
  asked: Asked,
  lookup: Lookup,
  error: LoaderError | undefined,
): void {
  const value = behind(entry.value);
  const tag = value.kind === 'tagged' ? value.tag : '';
  const name = brief(entry.key);
  const known = value.kind === 'tagged' && SPEECHAIN_TAGS.some((it) => it === value.name);
  const own = value === asked.raw;
  const message = own
    ? `"<${brief(asked.inside)}>" refers to itself, so it never gets a value. Refer to another key, or write the value.`
    : known
      ? `"<${brief(asked.inside)}>" refers to "${name}", whose own ${tag} stands further down and has no value yet when the loader gets here. Write "${name}" above this line.`
      : `"<${brief(asked.inside)}>" refers to "${name}", whose tag ${tag} the loader does not know, so it never becomes a value. Remove that tag.`;
  const fix = own || value.kind !== 'tagged' ? undefined : inlined(value.text, asked, lookup);
  lookup.findings.add({
    code: 'optim/ref-order',
    span: asked.place.span,
    message,
    fixes: fix ? [fix] : [],
    related: [{ span: entry.keySpan, message: `"${name}" stands here` }],
    ...(error ? { loader: { phase: 'references', ...error } } : {}),
  });
}

/** `!ref <b>` where b is `!ref <c>`: refer to c at once. */
function inlined(text: string, asked: Asked, lookup: Lookup): Fix | undefined {
  const key = /^<([^<>[\]]+)>$/.exec(text)?.[1];
  const [reference] = asked.place.references;
  const target = key === undefined ? undefined : lookup.keys.get(key);
  if (key === undefined || !target || !reference || reference.key !== asked.inside) return undefined;
  if (behind(target.value).kind === 'tagged') return undefined;
  const span: Span = reference.keySpan;
  if (span.end - span.start !== reference.key.length) return undefined;
  return { title: `Refer to "${key}" directly`, edits: [{ span, newText: key }], preferred: true };
}

/** Reports an index that cannot be followed. */
export function explainIndex(asked: Asked, lookup: Lookup, why: string, error: LoaderError): void {
  lookup.findings.add({
    code: 'optim/ref-index',
    span: asked.place.span,
    message: `"<${brief(asked.inside)}>" cannot be followed: ${why}. The loader stops with ${error.type}; write an index that exists, or the value itself.`,
    loader: { phase: 'references', ...error },
  });
}
