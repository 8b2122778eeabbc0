export { type BlockReader, createBlockReader } from './blocks/index.js';
export { brief } from './brief.js';
export type { Document, Loader, ParseOptions, Reference } from './document.js';
export { lexemesOf } from './lexemes.js';
export { type LineIndex, lineIndex, type Position } from './lines.js';
export { type LoaderJson, toLoaderJson } from './loader-json.js';
export { parseDocument } from './parse.js';
export { type PythonFloat, pyFloat, pyQuote, pyRepr, pyReprOf, pyStr } from './python.js';
export { tupleAsList } from './tag-problems.js';
export type {
  BoolValue,
  Entry,
  FloatValue,
  IntValue,
  ListValue,
  MapValue,
  NullValue,
  OtherValue,
  Span,
  StrValue,
  Value,
} from './value.js';
export { entryOf, toPlain, valueAt } from './value.js';
