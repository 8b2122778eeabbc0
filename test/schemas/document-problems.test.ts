import { readdirSync, readFileSync } from 'node:fs';
import { documentProblems, parseDocument } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../schemas/src/document/', import.meta.url);

test('every code that the document layer can give has a page', () => {
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const codes = new Set(
    source.flatMap((text) => [...text.matchAll(/'(optim\/[a-z-]+)'/g)].map((match) => match[1])),
  );
  expect(documentProblems.map(({ code }) => code).sort()).toEqual([...codes].sort());
});

const withExample = documentProblems.flatMap(({ code, example }) =>
  example ? [[code, example] as const] : [],
);

describe.each(withExample)('%s', (code, { bad, good }) => {
  test('its bad example has this problem, its good example none', () => {
    expect([...new Set(parseDocument(bad).problems.map((problem) => problem.code))]).toEqual([code]);
    expect(parseDocument(good).problems).toEqual([]);
  });
});
