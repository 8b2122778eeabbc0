import { findModel, type ModelInfo } from '@optim-sches/schemas';
import type { Analysis } from './analysis.js';
import type { Host } from './host.js';
import { userCode } from './user-code.js';

/** What is known of the model that a file names: a user's own next to it, or a built-in one. */
export function modelOf({ config: { modelType }, uri }: Analysis, host: Host): ModelInfo | undefined {
  return modelType === undefined
    ? undefined
    : (userCode(uri, host).findModel(modelType) ?? findModel(modelType));
}
