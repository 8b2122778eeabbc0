import type { Tensor, Variable } from '#tf';

/** Makes a trainable parameter of a full name: `Model`'s own method, usually. */
export type MakeParameter = (name: string, value: Tensor) => Variable;
