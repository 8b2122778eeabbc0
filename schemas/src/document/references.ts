import type { Reference } from './document.js';
import type { Findings } from './findings.js';
import { failed, rawStr } from './freeze.js';
import { MAX_REF_TEXT } from './limits.js';
import { PythonError } from './python-error.js';
import { behind, type Raw, type RawList, type RawMap, type RawTagged } from './raw.js';
import { type Lookup, lookupReference } from './reference-lookup.js';
import { placeReferences } from './reference-places.js';
import { reportTagText, reportUnknownTag } from './tag-problems.js';
import { SPEECHAIN_TAGS, splitItems } from './tags.js';
import type { Value } from './value.js';

/** What the reference pass needs besides the tree. */
export interface ReferenceContext {
  readonly text: string;
  readonly arithmetic: boolean;
  readonly findings: Findings;
}

/** One pair of angle brackets without another one inside. */
const BRACKETS = /<[^<>]*>/g;

/**
 * SpeeChain's second pass over a loaded file: `!ref`, `!tuple`, `!list` and `!str` are replaced in the order of the
 * text, in place, so that a `!ref` sees what stands above it finished and what stands below it as it was written.
 * Returns the references found.
 */
export function resolveTags(root: Raw, context: ReferenceContext): Reference[] {
  const { findings } = context;
  const references: Reference[] = [];
  const visited = new Set<RawList | RawMap>();
  const listed = new Set<RawTagged>();
  const rootMap = behind(root);
  const keys = new Map(rootMap.kind === 'map' ? rootMap.entries.map((entry) => [entry.key, entry]) : []);
  const lookup: Lookup = {
    root: rootMap,
    keys,
    arithmetic: context.arithmetic,
    findings,
    comparisons: 500_000,
  };
  let produced = 0;
  /** Python's text of collections that hold no tag any more, and so will not change. */
  const texts = new Map<Raw, string>();

  function visit(raw: Raw): Raw {
    const inner = behind(raw);
    if (inner.kind === 'tagged') {
      const resolved = resolve(inner);
      return raw.kind === 'use' ? { ...raw, target: resolved } : resolved;
    }
    if ((inner.kind === 'list' || inner.kind === 'map') && !visited.has(inner)) {
      visited.add(inner);
      if (inner.kind === 'list')
        for (const [index, item] of inner.items.entries()) inner.items[index] = visit(item);
      else for (const entry of inner.entries) entry.value = visit(entry.value);
    }
    return raw;
  }

  function resolve(raw: RawTagged): Raw {
    switch (raw.name) {
      case '!ref':
        return resolveRef(raw);
      case '!tuple':
      case '!list':
        return resolveItems(raw);
      case '!str':
        return text(raw, raw.text);
      default:
        reportUnknownTag(raw, SPEECHAIN_TAGS, findings);
        return raw;
    }
  }

  function resolveItems(raw: RawTagged): Raw {
    reportTagText(raw, context.text, findings);
    try {
      const items = splitItems(raw.text).map((item): Raw => {
        const value: Value =
          typeof item === 'string'
            ? { kind: 'str', value: item, quoted: false, span: raw.content }
            : { kind: 'int', value: item, span: raw.content };
        return { kind: 'scalar', value };
      });
      return { kind: 'list', tuple: raw.name === '!tuple', items, span: raw.span, tag: raw.tag };
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      findings.add({
        code: 'optim/yaml-tuple',
        span: raw.span,
        message: `${raw.tag} takes every item of numeric characters for an int, but ${error.message.replace(/^.*: /, '')} is none, so the loader stops with ${error.type}. Write the number with the digits 0 to 9.`,
        loader: { phase: 'references', type: error.type, message: error.message },
      });
      return failed(raw.span, raw.text, raw.tag);
    }
  }

  function text(raw: RawTagged, value: string): Raw {
    return {
      kind: 'scalar',
      value: { kind: 'str', value, quoted: raw.quoted, span: raw.span, tag: raw.tag },
    };
  }

  function resolveRef(raw: RawTagged): Raw {
    const matches = raw.text.match(BRACKETS) ?? [];
    const places = placeReferences(raw, matches, context, keys);
    if (!listed.has(raw)) references.push(...places.flatMap((place) => place.references));
    listed.add(raw);
    if (matches.length === 0) return text(raw, raw.text);

    const [only, place] = [matches[0], places[0]];
    if (only !== undefined && place && only === raw.text) {
      const target = lookupReference({ inside: only.slice(1, -1), place, raw }, lookup);
      if (target === undefined) return failed(raw.span, raw.text, raw.tag);
      return { kind: 'use', via: 'ref', span: raw.span, tag: raw.tag, target };
    }
    let whole = true;
    for (const [index, match] of matches.entries()) {
      const at = places[index];
      const target = at && lookupReference({ inside: match.slice(1, -1), place: at, raw }, lookup);
      if (target === undefined) whole = false;
      else if (!substitute(raw, match, target)) return failed(raw.span, raw.text, raw.tag);
    }
    if (!whole) return failed(raw.span, raw.text, raw.tag);
    const value: Value = {
      kind: 'str',
      value: raw.text,
      quoted: raw.quoted,
      span: raw.span,
      tag: raw.tag,
      via: 'ref',
    };
    return { kind: 'scalar', value };
  }

  /** Puts a value's text for each `<key>`; false, with a problem, when there is no sensible text. */
  function substitute(raw: RawTagged, match: string, target: Raw): boolean {
    const known = texts.get(target);
    if (known === undefined && holdsTag(target)) {
      findings.add({
        code: 'optim/ref-order',
        span: raw.span,
        message: `${match} holds a tag that stands further down and has no value yet when the loader gets here, so Python prints an object into this text. Write it above this line.`,
      });
      return false;
    }
    const value = known ?? rawStr(target);
    if (target.kind !== 'scalar') texts.set(target, value);
    const length = raw.text.length + (raw.text.split(match).length - 1) * (value.length - match.length);
    produced += length;
    if (length > MAX_REF_TEXT || produced > 10 * MAX_REF_TEXT) {
      findings.add({
        code: 'optim/yaml-alias-bomb',
        span: raw.span,
        message: `This !ref puts together a text of more than ${MAX_REF_TEXT.toLocaleString('en')} characters, which no setting needs. Refer to shorter values.`,
      });
      return false;
    }
    // Like Python's replace, everywhere, also in what an earlier reference brought in.
    raw.text = raw.text.replaceAll(match, () => value);
    return true;
  }

  visit(root);
  return references;
}

/** Whether a value still holds a tagged scalar. */
function holdsTag(raw: Raw, seen = new Set<Raw>()): boolean {
  const it = behind(raw);
  if (it.kind === 'tagged') return true;
  if (it.kind === 'scalar' || seen.has(it)) return false;
  seen.add(it);
  const items = it.kind === 'list' ? it.items : it.entries.map((entry) => entry.value);
  return items.some((item) => holdsTag(item, seen));
}
