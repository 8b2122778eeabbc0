import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  type Entry,
  entryOf,
  parseDocument,
  type Span,
  toLoaderJson,
  type Value,
  valueAt,
} from '../../schemas/src/document/index.js';
import fc from '../fast-check.js';

const slice = (text: string, span: Span | undefined) => span && text.slice(span.start, span.end);

const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    'yes',
    '1e-9',
    '0x1F',
    'a: b',
    '- x',
    '# no',
    'line\nbreak\n',
    'two\n\nbreaks',
    " it's ",
    'é😀',
    '[',
    '!ref <x>',
  ),
);
const keys = fc.oneof(
  fc.stringMatching(/^[a-z][a-z_0-9]{0,8}$/),
  fc.constantFrom('__proto__', 'constructor', 'two words', 'é', '1', 'true', "it's", 'x:y'),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc
    .uniqueArray(fc.tuple(keys, tie('value')), { maxLength: 4, selector: ([key]) => key })
    .map((it) => new Map(it)),
}));

/** Texts of every layout that the `yaml` package writes: flow and block, three kinds of quotes, any indentation. */
const documents = fc
  .record({
    root: fc.uniqueArray(fc.tuple(keys, values), { minLength: 1, maxLength: 5, selector: ([key]) => key }),
    indent: fc.integer({ min: 1, max: 6 }),
    collectionStyle: fc.constantFrom('any' as const, 'flow' as const, 'block' as const),
    singleQuote: fc.boolean(),
    defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
    lineBreak: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ root, lineBreak, ...options }) => {
    const text = stringify(new Map(root), { ...options, lineWidth: 40, aliasDuplicateObjects: false });
    return text.replaceAll('\n', lineBreak);
  })
  // What no loader reads cannot be sliced either.
  .filter((text) => parseDocument(text).loaderError === undefined);

function* everyValue(value: Value): Generator<Value> {
  yield value;
  const inner =
    value.kind === 'map' ? value.entries.map((entry) => entry.value) : 'items' in value ? value.items : [];
  for (const item of inner) yield* everyValue(item);
}

function* everyEntry(value: Value): Generator<Entry> {
  for (const it of everyValue(value)) if (it.kind === 'map') yield* it.entries;
}

describe('spans', () => {
  test('the text of a scalar or flow collection, alone, is the same value', () => {
    let seen = 0;
    fc.assert(
      fc.property(documents, (text) => {
        const { root } = parseDocument(text);
        expect(root).toBeDefined();
        for (const value of root ? everyValue(root) : []) {
          const isBlock =
            (value.kind === 'map' && !value.flow) ||
            (value.kind === 'list' && text[value.span.start] !== '[');
          if (isBlock) continue;
          seen++;
          const alone = entryOf(parseDocument(`v: ${slice(text, value.span)}`).root, 'v');
          expect(alone && toLoaderJson(alone.value)).toEqual(toLoaderJson(value));
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  test('the text of a key, alone, is the same key', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { root } = parseDocument(text);
        for (const { key, keySpan } of root ? everyEntry(root) : []) {
          const alone = parseDocument(`{${slice(text, keySpan)}: 1}`).root;
          expect(alone?.kind === 'map' && alone.entries.map((entry) => entry.key)).toEqual([key]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('values lie inside the value that holds them, in order, and do not overlap', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { root } = parseDocument(text);
        for (const value of root ? everyValue(root) : []) {
          const spans =
            value.kind === 'map'
              ? value.entries.flatMap((entry) => [entry.keySpan, entry.value.span])
              : 'items' in value
                ? value.items.map((item) => item.span)
                : [];
          let at = value.span.start;
          for (const span of spans) {
            expect(span.start).toBeGreaterThanOrEqual(at);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            at = span.end;
          }
          expect(at).toBeLessThanOrEqual(value.span.end);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is written elsewhere', () => {
  const text =
    'w: 100\nq: &q {lr: 1.5, b: [1, 2]}\ny: *q\nz:\n  <<: *q\n  lr: 5\nr: !ref <w>\ns: !ref <q>\nt: !ref a/<w>\nu: !ref <r>\n';
  const { root, references } = parseDocument(text);

  test.each([
    ['an alias', ['y'], '*q', '{lr: 1.5, b: [1, 2]}', 'alias'],
    ['a value inside an alias', ['y', 'lr'], '1.5', undefined, undefined],
    ['a merged key', ['z', 'b'], '*q', '[1, 2]', 'merge'],
    ['a key of its own beside a merge', ['z', 'lr'], '5', undefined, undefined],
    ['a reference', ['r'], '!ref <w>', '100', 'ref'],
    ['a reference to a mapping', ['s'], '!ref <q>', '{lr: 1.5, b: [1, 2]}', 'ref'],
    ['a reference inside a text', ['t'], '!ref a/<w>', undefined, 'ref'],
    ['a reference to a reference', ['u'], '!ref <r>', '100', 'ref'],
  ])('%s', (_, path, span, source, via) => {
    const value = valueAt(root, path);
    expect([slice(text, value?.span), slice(text, value?.source), value?.via]).toEqual([span, source, via]);
  });

  test('a merged key has the place of the key that it came from', () => {
    expect(slice(text, entryOf(valueAt(root, ['z']), 'b')?.keySpan)).toBe('b');
    expect(entryOf(valueAt(root, ['z']), 'b')?.keySpan).toEqual(entryOf(valueAt(root, ['q']), 'b')?.keySpan);
  });

  test('every <key> is listed with its scalar and its target', () => {
    const shown = references.map((it) => [
      it.key,
      slice(text, it.span),
      slice(text, it.scalar),
      slice(text, it.target),
    ]);
    expect(shown).toEqual([
      ['w', '<w>', '!ref <w>', 'w'],
      ['q', '<q>', '!ref <q>', 'q'],
      ['w', '<w>', '!ref a/<w>', 'w'],
      ['r', '<r>', '!ref <r>', 'r'],
    ]);
  });
});

describe('tags belong to the span', () => {
  test.each([
    ['a: !tuple (1, 2)', '!tuple (1, 2)'],
    ['a: &x !str 5', '!str 5'],
    ['a: !str &x 5', '!str &x 5'],
    ['a: !list\n  - 1\n  - 2\nb: 1', '!list\n  - 1\n  - 2'],
    ['a: !foo {x: 1}', '!foo {x: 1}'],
    ['a: !ref', '!ref'],
    ['a: !!int "5"', '!!int "5"'],
    ['[1]: 2\na: !list [1]', '!list [1]'],
  ])('%j', (text, span) => {
    const value = entryOf(parseDocument(text).root, 'a')?.value;
    expect(slice(text, value?.span)).toBe(span);
    expect(value?.tag).toBe(/^!\S*/.exec(span)?.[0]);
  });
});

test.each([
  ['a byte order mark', '\ufeffa: 1\nb: !ref <a>\n', ['b'], '!ref <a>'],
  ['characters outside the basic plane', '"😀": "😀"\nb: x\n', ['b'], 'x'],
  ['tabs replaced', 'a:\t5\nb: x\n', ['b'], 'x'],
  ['conflict markers taken out', '<<<<<<< o\nb: x\n=======\nb: y\n>>>>>>> t\n', ['b'], 'x'],
  ['lines inside brackets without indentation', 'a: [1,\n2]\nb: {c: "x\ny"}\n', ['b', 'c'], '"x\ny"'],
])('offsets are those of the text with %s', (_, text, path, span) => {
  expect(slice(text, valueAt(parseDocument(text).root, path)?.span)).toBe(span);
});

test.each([
  ['a: !ref <w[0]>/<w[1]>\nw: [1, 2]', ['w', 'w']],
  ['a: !ref "<w>"\nw: 1', ['w']],
  ['a: !ref >\n  x <w>\n  <w>\nw: 1', ['w', 'w']],
  ['a: [!ref <w>, {b: !ref <w>}]\nw: 1', ['w', 'w']],
  ['a: !ref <w>\nw: 1', ['w']],
])('the name in a reference has its own place: %j', (text, names) => {
  const { references } = parseDocument(text);
  expect(references.map(({ keySpan }) => slice(text, keySpan))).toEqual(names);
  for (const { target } of references) expect(slice(text, target)).toBe('w');
});
