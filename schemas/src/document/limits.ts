/**
 * Collections nested deeper than this are not read. SpeeChain's loader itself fails with a RecursionError
 * near 245, and whoever walks a value may recurse.
 */
export const MAX_DEPTH = 200;

/** Values that aliases, merge keys and `!ref` may add to a document by repeating what is written once. */
export const MAX_EXPANDED = 200_000;

/** UTF-16 code units that one `!ref` may produce by putting texts together. */
export const MAX_REF_TEXT = 1_000_000;

/** UTF-16 code units of a text that is read at all. */
export const MAX_TEXT = 16_000_000;
