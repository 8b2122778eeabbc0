import { parseDocument, toLoaderJson } from '@optim-sches/schemas';
import type { CaseResult } from './result.js';
import { failed, same } from './result.js';

export interface LoaderCase {
  name: string;
  src: string;
  value?: unknown;
  error?: string;
}

/** What the loader makes of a text: the same value, or an error where it gives one. */
export function runLoaderCase(one: LoaderCase): CaseResult {
  const { root, loaderError } = parseDocument(one.src);
  if (one.error !== undefined)
    return loaderError
      ? { name: one.name, status: 'ok' }
      : failed(one.name, `the loader gives ${one.error}, here none`);
  if (loaderError) return failed(one.name, `${loaderError.type}: ${loaderError.message}`);
  return root ? same(one.name, toLoaderJson(root), one.value) : failed(one.name, 'no value');
}
