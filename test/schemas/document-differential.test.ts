import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseDocument, type Value } from '../../schemas/src/document/index.js';
import fc from '../fast-check.js';

/** What ruamel reads otherwise than YAML 1.2's core schema. */
const DIFFERENCES = [
  /^(?=.*_)[-+.0-9]/, // 1_000, -_0, ._
  /^[-+]?0b[01_]+$/, // 0b101
  /^[-+]0[ox]/, // -0x1F
  /^-0+$/, // an int has no negative zero
  /^\d{4}-\d\d-\d\d$/, // a date
  /^(?:=|<<)$/, // tags of YAML 1.1
  /^[-+]?\.[0-9]+[eE][0-9]+$/, // .5e3
];

const plain = fc
  .oneof(
    fc.stringMatching(/^[-+.0-9a-fxob_eE]{1,7}$/),
    fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 ._-]{0,10}[a-z]$/),
    fc.constantFrom(
      'true',
      'True',
      'FALSE',
      'yes',
      'no',
      'null',
      '~',
      'Null',
      '.inf',
      '-.INF',
      '.nan',
      '2022-07-29',
      '0o17',
      '017',
      '12:30',
    ),
  )
  // An indicator alone is no scalar, and dots or dashes at the start of a line end a document.
  .filter((text) => !/^(?:[-.]+)$/.test(text));

const { document: documents } = fc.letrec<{ flow: string; block: string[]; document: string }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 3 },
    plain,
    plain.map((text) => JSON.stringify(text)),
    plain.map((text) => `'${text}'`),
    fc.array(tie('flow'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(tie('flow'), { maxLength: 3 })
      .map((items) => `{${items.map((it, at) => `k${at}: ${it}`).join(', ')}}`),
  ),
  block: fc.oneof(
    { maxDepth: 3 },
    tie('flow').map((text) => [` ${text}`]),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((items) => ['', ...items.flatMap((it) => entry('-', it))]),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((items) => ['', ...items.flatMap((it, at) => entry(`k${at}:`, it))]),
  ),
  document: fc
    .array(tie('block'), { minLength: 1, maxLength: 4 })
    .map((items) => `${items.flatMap((it, at) => entry(`k${at}:`, it)).join('\n')}\n`),
}));

function entry(head: string, [first = '', ...more]: readonly string[]): string[] {
  return [head + first, ...more.map((line) => `  ${line}`)];
}

/** The value as the core schema has it, where the two agree on its type. */
function agrees(value: Value, core: unknown, text: string): void {
  const source = text.slice(value.span.start, value.span.end);
  if (value.kind === 'map') {
    expect(Object.keys(core as object)).toEqual(value.entries.map(({ key }) => key));
    for (const { key, value: item } of value.entries)
      agrees(item, (core as Record<string, unknown>)[key], text);
  } else if (value.kind === 'list') {
    expect((core as unknown[]).length).toBe(value.items.length);
    for (const [at, item] of value.items.entries()) agrees(item, (core as unknown[])[at], text);
  } else if (!DIFFERENCES.some((difference) => difference.test(source))) {
    const own =
      value.kind === 'null'
        ? null
        : value.kind === 'int'
          ? Number(value.value)
          : 'value' in value
            ? value.value
            : value;
    expect({ source, value: own }).toEqual({ source, value: core });
  }
}

test('documents without tags have the values of YAML 1.2, but for the documented differences', () => {
  fc.assert(
    fc.property(documents, (text) => {
      const { root, problems } = parseDocument(text);
      // `0x_` and the like are refused; everything else that is generated is YAML.
      const refused = problems.filter(({ code }) => code !== 'optim/yaml-number');
      expect(refused).toEqual([]);
      expect(root).toBeDefined();
      if (root && problems.length === 0) agrees(root, parse(text, { version: '1.2', schema: 'core' }), text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['1_000', 1000],
  ['0b101', 5],
  ['-0x1F', -31],
  ['.5e3', '.5e3'],
  ['017', 17],
  ['0o17', 15],
])('the documented difference %s', (text, value) => {
  const { root } = parseDocument(`a: ${text}`);
  const found = root?.kind === 'map' ? root.entries[0]?.value : undefined;
  expect(found && 'value' in found ? found.value : undefined).toBe(value);
});
