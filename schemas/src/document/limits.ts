/**
 * Collections nested deeper than this are not read. SpeeChain's loader itself fails with a RecursionError
 * near 245, and whoever walks a value may recurse.
 */
export const MAX_DEPTH = 200;

/** Values in a document when each alias, merge key and `!ref` counts as what it stands for. */
export const MAX_EXPANDED = 200_000;

/** What one alias, merge key or `!ref` may stand for once a document has been found to exceed `MAX_EXPANDED`. */
export const MAX_REPEATED = 50;

/** UTF-16 code units that one `!ref` may produce by putting texts together. */
export const MAX_REF_TEXT = 1_000_000;

/** UTF-16 code units of a text that is read at all. */
export const MAX_TEXT = 16_000_000;
