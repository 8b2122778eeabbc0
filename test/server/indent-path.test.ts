import { describe, expect, it } from 'vitest';
import { cursorPlace } from '../../server/src/text/indent-path.js';

/** `entry a/b (siblings) word`: what, path, the other keys of the innermost mapping, the word; then what is to be put around. */
function at(marked: string): string {
  const offset = marked.indexOf('▮');
  const text = marked.replace('▮', '');
  const place = cursorPlace(text, offset);
  if (place.what === 'none') return 'none';
  const others = place.levels.at(-1)?.entries() ?? [];
  const flags = [
    place.colon && 'colon',
    place.needsBlank && 'blank',
    place.needsDash && 'dash',
    place.wrongBlanks && `blanks ${place.wrongBlanks.end - place.wrongBlanks.start}`,
    place.quote && 'quoted',
  ].filter(Boolean);
  const word = text.slice(place.word.start, place.word.end);
  return [
    place.what,
    place.path.join('/') || '.',
    `(${others.map(({ key, value }) => key || value).join(' ')})`,
    word && `«${word}»`,
    ...flags,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const deep = `train_cfg:
  optim_sches:
    main:
      type: noam.NoamLr
      conf:
        optim_type: Adam
`;

const rows: readonly [name: string, text: string, expected: string][] = [
  ['an empty file', '▮', 'entry . ()'],
  ['a key that is begun', 'num▮', 'entry . () «num»'],
  ['a key before others', 'nu▮\ntrain_cfg:\n  model: {}\n', 'entry . (train_cfg) «nu»'],
  ['a key that is there', 'a: 1\nnu▮m: 2\nb: 3', 'entry . (a b) «num» colon'],
  [
    'a blank line, deepest',
    `${deep}          ▮`,
    'entry train_cfg/optim_sches/main/conf (optim_type) blanks 10',
  ],
  ['a blank line, conf', `${deep}        ▮`, 'entry train_cfg/optim_sches/main/conf (optim_type)'],
  [
    'a blank line between two',
    `${deep}       ▮`,
    'entry train_cfg/optim_sches/main/conf (optim_type) blanks 7',
  ],
  ['a blank line, main', `${deep}      ▮`, 'entry train_cfg/optim_sches/main (type conf)'],
  ['a blank line, names', `${deep}    ▮`, 'entry train_cfg/optim_sches (main)'],
  ['a blank line, train_cfg', `${deep}  ▮`, 'entry train_cfg (optim_sches)'],
  ['a blank line, the file', `${deep}▮`, 'entry . (train_cfg)'],
  ['the cursor counts, not what follows it', `${deep}  ▮      `, 'entry train_cfg (optim_sches)'],
  ['a blank line in the middle', 'a:\n  b: 1\n  ▮\n  c: 2\nd: 3', 'entry a (b c)'],
  ['below an empty key', 'a:\n  ▮\nb: 1', 'entry a ()'],
  ['below an anchor', 'a: &x\n  ▮\nb: 1', 'entry a ()'],
  ['below a tag and an anchor', 'a: !!map &x\n  k▮\nb: 1', 'entry a () «k»'],
  ['too far in', 'a:\n  b: 1\n      c▮\n', 'entry a (b) «c» blanks 6'],
  ['too far in below a text', 'a:\n  b: some words\n      c▮\n', 'none'],
  ['a comment between', 'a:\n  b: 1\n# x\n  ▮', 'entry a (b)'],
  ['in front of a comment', 'a:\n  ▮# x\n  b: 1', 'entry a (b)'],
  ['in a comment', 'a:\n  # ▮x\n  b: 1', 'none'],
  ['in a comment behind a value', 'a: 1 # ▮x', 'none'],
  ['a # in quotes is none', 'a: "x # ▮y"', 'value a () «x # y» quoted'],
  ['a value', 'a:\n  b: ▮\n  c: 1', 'value a/b (c)'],
  ['a value without a blank', 'a:\n  b:▮\n  c: 1', 'value a/b (c) blank'],
  ['a value begun without a blank', 'a:\n  b:Ad▮\n  c: 1', 'value a/b (c) «Ad» blank'],
  ['a value with a dot', 'type: noam.▮No', 'value type () «noam.No»'],
  ['in front of a value', 'type: ▮noam', 'value type () «noam»'],
  ['behind a value', 'type: noam ▮', 'none'],
  ['the second word', 'type: noam x▮', 'none'],
  ['a quoted value', "type: 'no▮am'", 'value type () «noam» quoted'],
  ['a quote that is open', 'type: "no▮', 'value type () «no» quoted'],
  ['a reference', 'a: 1\nb: !ref <▮>', 'reference b (a) colon'],
  ['a reference that is open', 'a: 1\nb: !ref <x▮', 'reference b (a) «x»'],
  ['a tag', 'a: 1\nb: !re▮', 'value b (a) «!re»'],
  ['behind a tag', 'a: 1\nb: !ref ▮', 'value b (a) «!ref »'],
  ['a text block', 'a: |\n  ▮x', 'none'],
  ['a blank line in a text block', 'a: >-\n  x\n\n  ▮\n', 'none'],
  ['a text block with keys in it', 'a: |\n  k: 1\n    ▮\nb: 2', 'none'],
  ['behind a text block', 'a: |\n  k: 1\n▮\nb: 2', 'entry . (a b)'],
  ['a text in quotes over lines', 'a: "x\n  y▮\n  z"', 'none'],
  ['an item', 'a:\n  - ▮', 'entry a/0 ()'],
  ['an item without a blank', 'a:\n  - x\n  -▮', 'entry a/1 () blank'],
  ['an item as far out as its key', 'a:\n- x\n- y▮', 'entry a/1 () «y»'],
  ['a line among items', 'a:\n  - x\n  ▮', 'entry a (x) dash'],
  ['a key of an item', 'a:\n  - b: 1\n    c▮\n    d: 2', 'entry a/0 (b d) «c»'],
  ['the first key of an item', 'a:\n  - b▮: 1\n    d: 2', 'entry a/0 (d) «b» colon'],
  ['a value in an item', 'a:\n  - b: ▮\n    d: 2', 'value a/0/b (d)'],
  ['a flow mapping', 'a: {b: 1, ▮}', 'entry a (b)'],
  ['a flow mapping, cursor in between', 'a: {b: 1, ▮, c: 2}', 'entry a (b c)'],
  ['a flow mapping without a blank', 'a: {b: 1,▮}', 'entry a (b) blank'],
  ['a flow mapping that is open', 'a: {b: 1, c▮\nd: 2', 'entry a (b) «c»'],
  ['a key of a flow mapping', 'a: {b▮: 1, c: 2}', 'entry a (c) «b» colon'],
  ['a value of a flow mapping', 'a: {b: ▮, c: 2}', 'value a/b (c)'],
  ['a value of a flow mapping without a blank', 'a: {b:▮, c: 2}', 'value a/b (c) blank'],
  ['a value at the end', 'a: {b: x▮', 'value a/b () «x»'],
  ['nested flow', 'a: {b: {c: [1, ▮]}, d: 2}', 'value a/b/c/1 (1)'],
  ['the outer flow again', 'a: {b: {c: [1]}, ▮}', 'entry a (b)'],
  ['flow over lines', 'a:\n  b: {\n    c: 1,\n    ▮\n  }\n  d: 2', 'entry a/b (c)'],
  ['flow over lines, a value is missing', 'a:\n  b: {\n    c:▮\n    d: 1\n  }', 'value a/b/c (d) blank'],
  ['flow over lines, at the bracket', 'a: {\n  c: 1,\n▮}', 'entry a (c)'],
  ['behind a flow mapping', 'a: {b: 1} ▮', 'none'],
  ['below a flow mapping', 'a:\n  x: {b: 1}\n  ▮', 'entry a (x)'],
  ['a file in brackets', '{a: 1, b▮}', 'entry . (a) «b»'],
  ['a list in brackets', 'a: [x, y▮, z]', 'value a/1 (x z) «y»'],
  ['an empty list in brackets', 'a: [▮]', 'value a/0 ()'],
  ['a reference in brackets', 'a: [!ref <▮>]', 'reference a/0 () colon'],
  ['quotes in brackets', 'a: {b: "x, ▮y"}', 'value a/b () «x, y» quoted'],
  ['CRLF', 'a:\r\n  b: 1\r\n  c▮\r\n  d: 2\r\n', 'entry a (b d) «c»'],
  ['CRLF, a value', 'a:\r\n  b: ▮\r\n  c: 1\r\n', 'value a/b (c)'],
  ['CRLF, flow', 'a: {\r\n  b: 1,\r\n  ▮\r\n  }\r\n', 'entry a (b)'],
  ['tabs', 'a:\n\tb: 1\n\t▮', 'entry a (b)'],
  ['a tab among blanks', 'a:\n  b: 1\n\tc▮', 'entry a (b) «c» blanks 1'],
  ['non-ASCII', 'größe: 1\n訓練:\n  鍵: ▮', 'value 訓練/鍵 ()'],
  ['emoji', '# 🎵🎶\na: {🎵: 1, b▮}', 'entry a (🎵) «b»'],
  ['a byte order mark', '\ufeffa: 1\nb▮', 'entry . (a) «b»'],
  ['quoted keys', '"a b":\n  "c": 1\n  d▮', 'entry a b (c) «d»'],
  ['a broken line above', 'a:\n  b 1\n  c: [1, 2\n  d▮\n', 'entry a (c) «d»'],
  ['an open bracket above', 'a:\n  b: {x: 1\n  c: 2\n  ▮\ne: 3', 'entry a (b c)'],
  ['an open quote above', 'a:\n  b: "x\n  ▮\ne: 3', 'entry a (b)'],
  ['a tight key above', 'a:\n  b:1\n  ▮', 'entry a (b)'],
  ['a word in front of a value', 'a:\n  b▮ 1\n', 'entry a () «b»'],
  ['lines of different indentation', 'a:\n   b: 1\n  c: 2\n  ▮', 'entry a (b c) blanks 2'],
  ['another document', 'a: 1\n---\nb▮', 'entry . (a) «b»'],
  ['the indentation of a line', 'a:\n ▮ b: 1', 'none'],
  ['an alias', 'a: &x 1\nb: *▮', 'value b (a) «*»'],
  ['between key and colon', 'a ▮: 1', 'none'],
  ['a merge key', 'a:\n  <<: ▮', 'value a/<< ()'],
];

describe('the place of the cursor', () => {
  it.each(rows)('%s', (_name, text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('is told in a file of 20,000 lines without reading it', () => {
    const block = '  one:\n    type: noam.NoamLr\n    conf: {optim_type: Adam}\n';
    const text = `optim_sches:\n${Array.from({ length: 6700 }, (_, i) => block.replace('one', `one${i}`)).join('')}    conf▮`;
    expect(at(text)).toBe('entry optim_sches/one6699 (type conf) «conf»');
  });
});
