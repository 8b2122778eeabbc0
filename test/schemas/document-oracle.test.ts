import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument, toLoaderJson } from '../../schemas/src/document/index.js';

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Case extends Answer {
  readonly name: string;
  readonly src: string;
  readonly differs?: Record<string, Answer>;
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL('../oracle/yaml-loader.json', import.meta.url), 'utf8'),
);

function answerOf(src: string, arithmetic: boolean): Answer {
  const { root, loaderError } = parseDocument(src, { arithmetic });
  if (loaderError) return { error: loaderError.type, message: loaderError.message };
  return { value: root === undefined ? undefined : toLoaderJson(root) };
}

function expectAnswer(got: Answer, want: Answer): void {
  expect(got.error).toBe(want.error);
  expect(got.value).toEqual(want.value);
  // Recorded messages of several lines are cut off at the end.
  if (want.message !== undefined) expect(got.message?.slice(0, want.message.length)).toBe(want.message);
}

describe("SpeeChain's YAML loader", () => {
  it.each(cases.map((it) => [it.name, it] as const))('%s', (_, it) => {
    expectAnswer(answerOf(it.src, false), it);
  });

  const later = cases.flatMap((it) => {
    const want = it.differs?.['g5/ruamel-0.17.21'];
    return [[it.name, it.src, want ?? it] as const];
  });
  it.each(later)('%s, as the living upstream reads it', (_, src, want) => {
    expectAnswer(answerOf(src, true), want);
  });
});
