export { Transformer } from './transformer.js';
