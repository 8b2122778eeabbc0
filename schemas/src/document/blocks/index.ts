export { type BlockReader, createBlockReader } from './block-reader.js';
