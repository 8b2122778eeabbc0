import type * as z from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** What the number counts or measures: `real steps`, `learning rate`, `epochs`. */
    unit?: string;
    /** True where SpeeChain or torch tells a Python int from a float (`2.0` is refused). */
    integer?: boolean;
    /** Says why a key has no effect in this runtime (`foreach`, `use_amp`), when it has none. */
    noEffect?: string;
    /**
     * The bounds are torch's own comparisons, which infinities meet as any number: `not 0 <= x` refuses NaN,
     * `x < 0` takes it.
     */
    torchBounds?: 'refuse NaN' | 'take NaN';
    /** True where Python's truth values do not do for numbers, or other values for truth values. */
    exactType?: boolean;
    /** How many entries a list should have, where torch takes more and looks at these alone. */
    expectedLength?: number;
    /** True where torch wants Python floats and refuses an int: `[0, 0.98]` as betas of Adam. */
    floats?: boolean;
    /** The key is deprecated in favour of this one. */
    replacedBy?: string;
  }
}

/** The object schema of a group of keys: every field has a `description` and, for a number, a `unit` in its `.meta()`. */
export type Fields = z.ZodObject<Record<string, z.ZodType>>;

/** Where a fact comes from. */
export interface Reference {
  readonly title: string;
  readonly authors?: string;
  readonly year?: number;
  readonly url?: string;
}
