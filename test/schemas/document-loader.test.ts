import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type LoaderJson, parseDocument, toLoaderJson } from '../../schemas/src/document/index.js';

interface Case {
  readonly group: string;
  readonly src: string;
  readonly value?: LoaderJson;
  /** The class of Python's exception. */
  readonly error?: string;
}

/** Texts and what SpeeChain's loader with ruamel.yaml 0.17.21 and Python 3.11 makes of them, measured. */
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../fixtures/document/loader.json', import.meta.url), 'utf8'),
);

describe.each([...new Set(cases.map(({ group }) => group))])('%s', (group) => {
  test.each(cases.filter((it) => it.group === group))('$src', ({ src, value, error }) => {
    const { root, loaderError } = parseDocument(src);
    expect(loaderError?.type).toBe(error);
    if (error === undefined) expect(root && toLoaderJson(root)).toEqual(value);
  });
});
