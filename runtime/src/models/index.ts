import { Transformer } from './g2p/index.js';
import type { Model, ModelContext } from './model.js';

export { type ForwardContext, Model, type ModelContext, type Validation } from './model.js';

export interface ModelClass {
  new (context: ModelContext): Model;
  readonly modules: readonly string[];
  readonly losses: readonly string[];
}

/** The models that a configuration may name, as `model_type: file.Class`. */
export const builtinModels: Readonly<Record<string, ModelClass>> = {
  'g2p.Transformer': Transformer,
};
