import type { Span, Value } from './value.js';

/** A value while `!ref`s are still being replaced: containers are changed in place, as Python changes them. */
export type Raw = RawScalar | RawTagged | RawList | RawMap | RawUse;

/** A finished scalar. */
export interface RawScalar {
  readonly kind: 'scalar';
  readonly value: Value;
  /** True when it stands for a value that a reported problem made unknown: no second problem follows from it. */
  readonly failed?: boolean;
}

/** A scalar with a tag of its own, which Python keeps as an object until the reference pass reaches it. */
export interface RawTagged {
  readonly kind: 'tagged';
  /** As written. */
  readonly tag: string;
  /** The full name, which decides what the tag means: `!<!ref>` is `!ref`. */
  readonly name: string;
  text: string;
  /** With the tag. */
  readonly span: Span;
  /** The scalar without the tag. */
  readonly content: Span;
  readonly quoted: boolean;
}

export interface RawList {
  readonly kind: 'list';
  readonly tuple: boolean;
  readonly items: Raw[];
  readonly span: Span;
  readonly tag?: string;
}

export interface RawEntry {
  readonly key: string;
  readonly keySpan: Span;
  value: Raw;
}

export interface RawMap {
  readonly kind: 'map';
  readonly entries: RawEntry[];
  readonly span: Span;
  readonly tag?: string;
  readonly flow: boolean;
}

/** A value written elsewhere, used here. */
export interface RawUse {
  readonly kind: 'use';
  readonly via: 'ref' | 'alias' | 'merge';
  readonly span: Span;
  readonly tag?: string;
  readonly target: Raw;
}

/** The value itself, behind aliases, merges and references. */
export function behind(raw: Raw): Exclude<Raw, RawUse> {
  let at = raw;
  while (at.kind === 'use') at = at.target;
  return at;
}
