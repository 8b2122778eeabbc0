import { expect, test } from 'vitest';
import { parseDocument, toPlain } from '../../schemas/src/document/index.js';

/** What PyYAML 6.0.3 makes of a text, measured, and the problems that somebody should know of all the same. */
test.each([
  ['a merge key', 'z: {<<: {a: 1}, b: 2}', { z: { a: 1, b: 2 } }, []],
  ['a merge key at the top level', '<<: {a: 1}\nb: 2', { a: 1, b: 2 }, []],
  ['two merge keys', 'z: {<<: {a: 1}, <<: {c: 1}, b: 2}', { z: { a: 1, c: 1, b: 2 } }, []],
  [
    'a merged key written again',
    'q: &q {a: 1, b: 3}\nz: {<<: *q, b: 2}',
    { q: { a: 1, b: 3 }, z: { a: 1, b: 2 } },
    [],
  ],
  ['several sources', 'z: {<<: [{a: 1}, {a: 2, c: 3}]}', { z: { a: 1, c: 3 } }, []],
  ['a duplicate key', 'a: 1\na: 2', { a: 2 }, ['optim/yaml-duplicate-key']],
  ['a boolean with an anchor', 'a: &x yes', { a: true }, []],
  ['octal numbers and exponents', 'a: 017\nb: 1e5\nc: 1.0e+5', { a: 15, b: '1e5', c: 100000 }, []],
])('%s', (_, text, plain, codes) => {
  const { root, problems, loaderError } = parseDocument(text, { loader: 'pyyaml' });
  expect(loaderError).toBeUndefined();
  expect(root && toPlain(root)).toEqual(plain);
  expect(
    problems.map(({ code, severity }) => (severity === 'warning' ? code : `${severity} ${code}`)),
  ).toEqual(codes);
});

test.each([
  ['z: {<<: 5}', 'ConstructorError', 'optim/yaml-merge'],
  ['a: =', 'ConstructorError', 'optim/yaml-number'],
  ['a: <<', 'ConstructorError', 'optim/yaml-number'],
  ['a: *x', 'ComposerError', 'optim/yaml-alias'],
])('%j is refused', (text, type, code) => {
  const { problems, loaderError } = parseDocument(text, { loader: 'pyyaml' });
  expect(loaderError?.type).toBe(type);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
});
