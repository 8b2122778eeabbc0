import { className } from './arithmetic.js';
import type { Findings } from './findings.js';
import { freeze } from './freeze.js';
import { behind, type Raw } from './raw.js';
import { spanOfRaw } from './spans.js';

/** Reports a file that is no mapping of settings: nothing, one value, or a list. */
export function reportTopLevel(raw: Raw | undefined, findings: Findings): void {
  const value = raw && behind(raw);
  if (!raw || !value || (value.kind === 'scalar' && value.value.kind === 'null')) {
    findings.add({
      code: 'optim/yaml-empty',
      span: { start: 0, end: 0 },
      message: `This file holds no settings, so the loader stops with a TypeError. Write at least one "key: value".`,
      loader: { phase: 'references', type: 'TypeError', message: "'NoneType' object is not subscriptable" },
    });
    return;
  }
  if (value.kind === 'map' || (value.kind === 'scalar' && value.failed)) return;
  const what = value.kind === 'list' ? 'a list' : 'a single value';
  const plain = freeze(raw);
  const message =
    plain.kind === 'str'
      ? "string indices must be integers, not 'NoneType'"
      : `'${className(plain)}' object is not subscriptable`;
  findings.add({
    code: 'optim/yaml-not-mapping',
    span: spanOfRaw(raw),
    message: `The top level of this file is ${what}, where a configuration is a mapping ("key: value"), so SpeeChain fails on it. Give the value a key.`,
    // The loader itself goes through lists; what asks it for a key fails.
    ...(value.kind === 'list'
      ? {}
      : { loader: { phase: 'references' as const, type: 'TypeError', message } }),
  });
}
