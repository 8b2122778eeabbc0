import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { parseDocument, toLoaderJson } from '../../schemas/src/index.js';
import { applied } from '../../server/src/text/format/change.js';
import { format } from '../../server/src/text/format/format.js';
import fc from '../fast-check.js';
import { type Editor, startEditor } from './harness.js';

const formatted = (text: string, tabSize = 2) =>
  applied(text, format(parseDocument(text), { tabSize, parse: {} }));

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const yamlIn = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => read(`${folder}${name}`));
const oracle: { src: string }[] = JSON.parse(read('../oracle/yaml-loader.json'));
const samples = [
  ...yamlIn('../../recipes/g2p/'),
  ...yamlIn('../fixtures/check/'),
  ...yamlIn('../fixtures/cli/'),
];

describe('formatting', () => {
  test.each([
    ['one blank behind a colon', 'a:   1\nb: \tx\n', 'a: 1\nb: x\n'],
    ['none in front of it', 'a : 1\n"b"  : 2\n', 'a: 1\n"b": 2\n'],
    ['an alias keeps the blank that ends its name', 'a: &x k\n*x : 1\n', 'a: &x k\n*x : 1\n'],
    ['in brackets', 'a: [ 1,2 , 3 ]\nb: { x: 1,y :2 }\n', 'a: [1, 2, 3]\nb: {x: 1, y :2}\n'],
    ['behind the colon of a quoted key', 'a: {"x":1,"y":[1,2]}\n', 'a: {"x": 1, "y": [1, 2]}\n'],
    ['an empty value keeps its blank', 'a: {x: , y: }\n', 'a: {x: , y: }\n'],
    [
      'text in quotes is not touched',
      'a: "x ,y  :  z"\nb: \'[ 1,2 ]\'\n',
      'a: "x ,y  :  z"\nb: \'[ 1,2 ]\'\n',
    ],
    ['trailing blanks go', 'a: 1  \nb: 2\t\n  \n', 'a: 1\nb: 2\n'],
    ['comments stay in their column', 'a: 1    # one\nbc: 2   # two \n', 'a: 1    # one\nbc: 2   # two\n'],
    ['one blank line at most', '\n\na: 1\n\n\n\nb: 2\n \n\nc: 3\n\n\n', 'a: 1\n\nb: 2\n\nc: 3\n'],
    ['a final line break', 'a: 1\nb: 2', 'a: 1\nb: 2\n'],
    ['line breaks of Windows', 'a:  1\r\n\r\n\r\nb: 2', 'a: 1\r\n\r\nb: 2\r\n'],
    [
      "the file's own unit",
      'a:\n    b:\n        c: 1\n    d:\n      e: 2\n',
      'a:\n    b:\n        c: 1\n    d:\n        e: 2\n',
    ],
    [
      'three blanks where two are usual',
      'a:\n  b: {}\nc:\n  d: {}\ne:\n   f:\n     g: 1\n',
      'a:\n  b: {}\nc:\n  d: {}\ne:\n  f:\n    g: 1\n',
    ],
    ['tabs', 'a:\n\tb: 1\n\tc:\n\t\td: 2\n', 'a:\n  b: 1\n  c:\n    d: 2\n'],
    ['a list at the column of its key', 'a:\n- b:  1\n  c: 2\n- d\n', 'a:\n- b: 1\n  c: 2\n- d\n'],
    [
      'what stands behind a dash',
      'a:\n  -   b: 1\n      c: 2\n  -   - d\n      - e\n',
      'a:\n  - b: 1\n    c: 2\n  - - d\n    - e\n',
    ],
    [
      'comments with what they stand above',
      'a:\n    # b\n    b: 1\nc:\n  # d\n  d:\n    # e\n    e: 1\n  # end of c\n',
      'a:\n  # b\n  b: 1\nc:\n  # d\n  d:\n    # e\n    e: 1\n  # end of c\n',
    ],
    [
      'a block text moves as a whole',
      'x:\n  y: 1\na:\n   b: |\n     one\n       two  \n\n     three\n   c: 1\n',
      'x:\n  y: 1\na:\n  b: |\n    one\n      two  \n\n    three\n  c: 1\n',
    ],
    [
      'brackets over several lines',
      'x:\n  y: 1\na:\n   b: [\n     1,2,\n   ]\n',
      'x:\n  y: 1\na:\n  b: [\n    1, 2,\n  ]\n',
    ],
    [
      'text over several lines',
      'x:\n  y: 1\na:\n   b: one\n     two\n   c: "three\n     four"\n',
      'x:\n  y: 1\na:\n  b: one\n    two\n  c: "three\n    four"\n',
    ],
    [
      'tags and anchors',
      'a:  !ref  <b>\nb: &x   [1,2]\nc: !tuple (1,2)\n',
      'a: !ref <b>\nb: &x [1, 2]\nc: !tuple (1,2)\n',
    ],
    ['a kept line break of a block text at the end', 'a: |+\n  x\n\n\n', 'a: |+\n  x\n\n\n'],
    ['broken text is left', 'a: [1,2\nb:   1\n', 'a: [1,2\nb:   1\n'],
    [
      'an explicit key is left where it is',
      'a:\n    ? b\n    :   c\nd:\n  e: 1\n',
      'a:\n    ? b\n    : c\nd:\n  e: 1\n',
    ],
    ['nothing', '', ''],
  ])('%s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });

  test.each(samples.map((text, index) => [index, text] as const))(
    'changes little in recipes and fixtures: %i',
    (_, text) => {
      // They are written by hand in this layout.
      expect(formatted(text)).toBe(text);
    },
  );

  const blanks = fc.constantFrom(' ', '  ', '   ', '\t', '\n', '\n\n\n', ' \n', '', '\r\n');
  const pieces = fc.constantFrom(
    ...[
      ' ',
      '  ',
      '\t',
      '\n',
      '\n\n',
      '\n  ',
      '\n    ',
      '- ',
      '-   ',
      ': ',
      ' : ',
      ', ',
      ' ,',
      '[',
      ']',
      '{',
      '}',
      '# c\n',
      '  # c',
      '"',
      "'",
      '|\n',
      '>-\n',
      '|+\n',
    ],
    ...[
      '&a ',
      '*a',
      '!ref <seed>',
      '!tuple (1,2)',
      '<<: *a',
      '? ',
      '---\n',
      'é',
      '😀',
      'a: 1\n',
      '\n  b: 1\n',
      '\n# c\n',
      '\r\n',
      '\u0085',
      '\ufeff',
    ],
  );
  // Even, other than fc.double, which prefers the ends.
  const place = fc.nat(9999).map((one) => one / 10_000);
  const edit = fc.oneof(
    { weight: 3, arbitrary: fc.record({ at: place, layout: blanks }) },
    { weight: 1, arbitrary: fc.record({ at: place, remove: fc.nat({ max: 6 }), insert: pieces }) },
  );
  const mutated = fc
    .tuple(fc.constantFrom(...samples, ...oracle.map(({ src }) => src)), fc.array(edit, { maxLength: 8 }))
    .map(([sample, edits]) =>
      edits.reduce((text, one) => {
        if ('insert' in one) {
          const from = Math.round(one.at * text.length);
          return text.slice(0, from) + one.insert + text.slice(from + one.remove);
        }
        // Another layout: at one of the places where blanks are.
        const gaps = [...text.matchAll(/[ \n]+/g)];
        const gap = gaps[Math.floor(one.at * gaps.length)];
        return gap ? text.slice(0, gap.index) + one.layout + text.slice(gap.index + gap[0].length) : text;
      }, sample),
    );

  test('never changes what a text means, and changes nothing the second time', () => {
    fc.assert(
      fc.property(mutated, fc.constantFrom(2, 4), (text, tabSize) => {
        const once = formatted(text, tabSize);
        const [before, after] = [parseDocument(text), parseDocument(once)];
        expect(after.root && toLoaderJson(after.root)).toEqual(before.root && toLoaderJson(before.root));
        expect(after.problems.length).toBeLessThanOrEqual(before.problems.length);
        expect(formatted(once, tabSize)).toBe(once);
        // Nothing but blanks goes or comes.
        expect(once.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});

describe('the requests', () => {
  let editor: Editor | undefined;
  afterEach(async () => {
    await editor?.stop();
    editor = undefined;
  });
  const text = 'a:   1\nb:   2\noptim_sches:   {}\n';
  const options = { tabSize: 2, insertSpaces: true };

  test('give the fewest edits', async () => {
    editor = await startEditor();
    const uri = editor.open(text);
    const edits = await editor.request<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri },
      options,
    });
    expect(edits).toEqual(
      [2, 2, 12].map((character, line) => ({
        range: { start: { line, character }, end: { line, character: character + 3 } },
        newText: ' ',
      })),
    );
  });

  test.each([
    [
      'textDocument/rangeFormatting',
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } } },
      [1],
    ],
    [
      'textDocument/rangeFormatting',
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } } },
      [1],
    ],
    [
      'textDocument/rangesFormatting',
      {
        ranges: [0, 2].map((line) => ({ start: { line, character: 0 }, end: { line, character: 1 } })),
      },
      [0, 2],
    ],
  ])('%s keeps to its lines: %j', async (method, more, lines) => {
    editor = await startEditor();
    const uri = editor.open(text);
    const edits = await editor.request<TextEdit[]>(method, { textDocument: { uri }, options, ...more });
    expect(edits.map(({ range }) => range.start.line)).toEqual(lines);
  });

  test('leave a file that is none of ours', async () => {
    editor = await startEditor();
    const uri = editor.open('a:   1\n');
    expect(await editor.request('textDocument/formatting', { textDocument: { uri }, options })).toBeNull();
  });
});
