import type { Findings } from './findings.js';
import { MAX_DEPTH, MAX_EXPANDED, MAX_REPEATED } from './limits.js';
import { pyStr } from './python.js';
import { behind, type Raw, type RawList, type RawMap, type RawUse } from './raw.js';
import type { Entry, OtherValue, Span, Value } from './value.js';

interface Frozen {
  readonly value: Value;
  /** Values inside, each use of an alias or reference counted. */
  readonly size: number;
  readonly depth: number;
}

/**
 * The finished values of a tree. What is used several times is shared, not copied; a value that would contain
 * itself, or that repetition makes huge, is cut off and reported.
 */
export function freeze(root: Raw, findings?: Findings): Value {
  const whole = freezeWithin(root, MAX_EXPANDED, undefined);
  if (whole.size <= MAX_EXPANDED && findings === undefined) return whole.value;
  return freezeWithin(root, whole.size <= MAX_EXPANDED ? MAX_EXPANDED : MAX_REPEATED, findings).value;
}

/** As `freeze`, with at most `limit` values behind one use of an alias or reference. */
function freezeWithin(root: Raw, limit: number, findings: Findings | undefined): Frozen {
  const done = new Map<RawList | RawMap, Frozen>();
  const open = new Set<RawList | RawMap>();
  let reportedSize = false;

  function go(raw: Raw): Frozen {
    switch (raw.kind) {
      case 'scalar':
        return { value: raw.value, size: weight(raw.value), depth: 1 };
      case 'tagged':
        return { value: taggedValue(raw), size: 1, depth: 1 };
      case 'use':
        return use(raw);
      case 'list':
      case 'map':
        return container(raw);
    }
  }

  function use(raw: RawUse): Frozen {
    const inner = behind(raw);
    const isContainer = inner.kind === 'list' || inner.kind === 'map';
    if (isContainer && open.has(inner)) {
      findings?.add({
        code: 'optim/ref-cycle',
        span: raw.span,
        message: `This value stands inside the value that it refers to, so it would contain itself without end. Refer to a value outside of it.`,
        loader: { phase: 'references', type: 'RecursionError', message: 'maximum recursion depth exceeded' },
      });
      return cut(raw);
    }
    if (isContainer && open.size >= MAX_DEPTH) return tooMuch(raw);
    const frozen = go(inner);
    const written = frozen.value;
    const { source, via: _via, tag, ...content } = written;
    const ownTag = raw.via === 'ref' ? raw.tag : tag;
    const value: Value = {
      ...content,
      span: raw.span,
      // A computed value was written nowhere else.
      ...(written.span === raw.span ? {} : { source: source ?? written.span }),
      via: raw.via,
      ...(ownTag !== undefined ? { tag: ownTag } : {}),
    };
    return { ...frozen, value };
  }

  function container(raw: RawList | RawMap): Frozen {
    const known = done.get(raw);
    if (known) return known;
    open.add(raw);
    let size = 1;
    let depth = 0;
    const child = (item: Raw): Value => {
      let frozen = go(item);
      if (item.kind === 'use' && frozen.size > 1 && (frozen.size > limit || frozen.depth >= MAX_DEPTH))
        frozen = tooMuch(item);
      size += frozen.size;
      depth = Math.max(depth, frozen.depth);
      return frozen.value;
    };
    const tag = raw.tag !== undefined ? { tag: raw.tag } : {};
    let value: Value;
    if (raw.kind === 'list') {
      value = { kind: raw.tuple ? 'tuple' : 'list', items: raw.items.map(child), span: raw.span, ...tag };
    } else {
      const entries = raw.entries.map(
        ({ key, keySpan, value: item }): Entry => ({ key, keySpan, value: child(item) }),
      );
      value = { kind: 'map', entries, span: raw.span, flow: raw.flow, ...tag };
    }
    open.delete(raw);
    const frozen = { value, size, depth: depth + 1 };
    done.set(raw, frozen);
    return frozen;
  }

  function tooMuch(raw: RawUse): Frozen {
    if (!reportedSize && findings) reportBomb(raw.span, findings);
    reportedSize = true;
    return cut(raw);
  }

  return go(root);
}

/** Reports a use of an alias, merge key or reference with which repetition gets out of hand. */
export function reportBomb(span: Span, findings: Findings): void {
  findings.add({
    code: 'optim/yaml-alias-bomb',
    span,
    message: `Aliases, merge keys and references repeat values until this file holds more than ${MAX_EXPANDED.toLocaleString('en')} values or ${MAX_DEPTH} levels, which no program should try to load. Write the value out, or refer to a smaller one.`,
  });
}

/** Long texts count as several values, since whoever prints them repeats them too. */
function weight(value: Value): number {
  return value.kind === 'str' ? 1 + (value.value.length >> 6) : 1;
}

function cut(raw: RawUse): Frozen {
  return { value: otherValue(raw.span, '…'), size: 1, depth: 1 };
}

function taggedValue(raw: Extract<Raw, { kind: 'tagged' }>): Value {
  return {
    kind: 'other',
    type: 'tagged',
    text: raw.text,
    span: raw.span,
    tag: raw.tag,
    python: 'TaggedScalar',
  };
}

function otherValue(span: Span, text: string): OtherValue {
  return { kind: 'other', type: 'tagged', text, span };
}

/** Python's `str` of a value as it stands now; later changes of it are not seen. */
export function rawStr(raw: Raw): string {
  return pyStr(freeze(raw));
}

/** Stands for a value that a reported problem made unknown. */
export function failed(span: Span, text: string, tag?: string): Raw {
  const value: Value = { ...otherValue(span, text), ...(tag !== undefined ? { tag } : {}) };
  return { kind: 'scalar', value, failed: true };
}
