export { applyEdits } from './apply-edits.js';
export type { Conversion, Converted, ConvertOptions } from './convert.js';
export { conversionsOf, convertibleTo, convertSchedule } from './convert.js';
export type { Difference, Sameness } from './sameness.js';
export { samenessBriefly, samenessWords } from './words.js';
