import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../schemas/src/document/index.js';
import type { Fix } from '../../schemas/src/problem.js';

function apply(text: string, fix: Fix): string {
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)
    .reduce((it, { span, newText }) => it.slice(0, span.start) + newText + it.slice(span.end), text);
}

describe('the first fix mends the mistake', () => {
  test.each([
    [
      'a key of a reference misspelt',
      'warmup_steps: 1\na: !ref <warmup_step>',
      'warmup_steps: 1\na: !ref <warmup_steps>',
    ],
    [
      'dashes for underscores',
      'warmup_steps: 1\na: !ref <warmup-steps>',
      'warmup_steps: 1\na: !ref <warmup_steps>',
    ],
    ['the misspelt key of an index', 'list: [1]\na: !ref <lits[0]>', 'list: [1]\na: !ref <list[0]>'],
    ['blanks in a reference', 'w: 1\na: !ref < w >', 'w: 1\na: !ref <w>'],
    ['a reference to a later reference', 'a: !ref <b>\nb: !ref <c>\nc: 1', 'a: !ref <c>\nb: !ref <c>\nc: 1'],
    ['a tag misspelt', 'b: 1\na: !rfe <b>', 'b: 1\na: !ref <b>'],
    ['an unknown tag', 'a: !integer 3', 'a: 3'],
    ['an alias misspelt', 'a: &optim {x: 1}\nb: *optin', 'a: &optim {x: 1}\nb: *optim'],
    ['a tuple cut at its comma', 'c: {betas: !tuple (0.9, 0.98)}', 'c: {betas: [0.9, 0.98]}'],
    ['an empty tuple', 'a: !tuple ()', 'a: []'],
    ['a duplicate key', 'a: 1\nb:\n  c: 1\n  c: 2\nd: 3\n', 'a: 1\nb:\n  c: 1\nd: 3\n'],
    ['a duplicate key with a block below it', 'a: 1\na:\n  b: 1\n  c: 2\nd: 3\n', 'a: 1\nd: 3\n'],
    ['tabs between', 'a:\t1\nb: 2', 'a: 1\nb: 2'],
    ['a tab as indentation', 'a:\n\tb: 1', 'a:\n  b: 1'],
    ['a control character', 'a: x\u0001y', 'a: xy'],
    ['a conflict', 'a: 1\n<<<<<<< o\nb: 2\n=======\nb: 3\n>>>>>>> t\nc: 4', 'a: 1\nb: 2\nc: 4'],
    ['a missing bracket', 'a: [1, 2\nb: 3', 'a: [1, 2]\nb: 3'],
    [
      'a missing bracket before a comment',
      'a: [1, 2 # two\n\n# more\nb: 3',
      'a: [1, 2] # two\n\n# more\nb: 3',
    ],
    ['a missing brace', 'a: {x: 1\nb: 3', 'a: {x: 1}\nb: 3'],
    ['a missing comma', 'a: {b: 1 c: 2}', 'a: {b: 1, c: 2}'],
    ['a missing colon', 'type noam\nconf: 1', 'type: noam\nconf: 1'],
    ['a missing colon inside a block', 'conf:\n  lr 0.1\n  eps: 1', 'conf:\n  lr: 0.1\n  eps: 1'],
    ['a line indented too deep', 'a: 1\n  b: 2\nc: 3', 'a: 1\nb: 2\nc: 3'],
    [
      'a block indented too deep',
      'o:\n  type: x\n    conf:\n      a: 1',
      'o:\n  type: x\n  conf:\n      a: 1',
    ],
    ['a line indented between two levels', 'a:\n    b: 1\n   c: 2', 'a:\n    b: 1\n    c: 2'],
    ['a colon meant as text', 'a: time: noon', "a: 'time: noon'"],
    ['an unknown escape', 'a: "\\d"', 'a: "\\\\d"'],
  ])('%s', (_, text, mended) => {
    const { problems } = parseDocument(text);
    expect(problems).toHaveLength(1);
    const fix = problems[0]?.fixes[0];
    expect(fix && apply(text, fix)).toBe(mended);
    expect(parseDocument(mended).problems).toEqual([]);
  });

  test('the second side of a conflict can be kept too', () => {
    const text = '<<<<<<< o\nb: 2\n||||||| base\nb: 1\n=======\nb: 3\n>>>>>>> t\n';
    const fixes = parseDocument(text).problems[0]?.fixes ?? [];
    expect(fixes.map((fix) => apply(text, fix))).toEqual(['b: 2\n', 'b: 3\n']);
  });
});

describe('a problem says what, why and what to do', () => {
  test.each([
    ['a: 1\na: 2', 'a', /"a" stands twice .*DuplicateKeyError.* Keep one/],
    ['1: a\n"1": b', '"1"', /become the same text "1"/],
    ['m: {k: 1}\na: !ref <m.k>', '<m.k>', /"<m\.k>" .* KeyError.* path below "m"/],
    ['x-y: 1\na: !ref <zzz>', '<zzz>', /Define "zzz" at the top level/],
    ['a: !ref <a>', '<a>', /refers to itself/],
    ['a: !ref <b>\nb: !foo 1', '<b>', /"b", whose tag !foo/],
    ['a: !ref x<c>\nc: [!ref <d>]\nd: 1', '!ref x<c>', /holds a tag that stands further down/],
    ['a: !ref <b[5]>\nb: [1]', '<b[5]>', /has 1 item, counted from 0, so there is no item 5/],
    ['a: !ref <b[x]>\nb: [1]', '<b[x]>', /"x" is not a whole number/],
    ['a: !ref <b[0][0][0]>\nb: [[[1]]]', '<b[0][0][0]>', /at most two indices/],
    ['a: !ref <b[0]>\nb: 5', '<b[0]>', /5 is no list/],
    ['a: !ref <b[0]>\nb: {x: 1}', '<b[0]>', /is a mapping/],
    ['a: !tuple 1,2', '!tuple 1,2', /"1,2" loses part of its text/],
    ['a: !tuple (½)', '!tuple (½)', /'½' is none/],
    ['!ref <x>: 1\nx: 2', '!ref <x>', /no effect on a key/],
    ['z: {<<: 5}', '5', /cannot take a single value/],
    ['z: {<<: [[1]]}', '[1]', /cannot take a list inside a list/],
    ['z: {<<: {a: 1}, <<: {b: 1}}', '<<', /two "<<" keys/],
    ['<<: {a: 1}\nb: 2', '<<', /top level of a file brings nothing/],
    ['a: 2022-02-30', '2022-02-30', /looks like a date .* day is out of range/],
    ['a: 0x_', '0x_', /looks like a number .* IndexError/],
    ['a: !!int x', '!!int x', /!!int cannot read "x"/],
    ['a: !!map [1]', '!!map [1]', /!!map cannot read/],
    ['a: !e!x 1', '!e!x', /handle that no %TAG line defines/],
    ['%YAML 1.5\n---\na: 1', '%YAML 1.5', /version 1\.5 does not exist/],
    ['[[1]]: 3', '[[1]]', /Python cannot use as a key/],
    ['a: @x', '@', /cannot start with "@"/],
    ['a: "\\"', '"\\"', /not closed.*Add the missing "/],
    ["a: '''", "'''", /not closed.*Add the missing '/],
    ['a: - b', '-', /cannot begin on the line of its key/],
    ["a: 'it's'", "s'", /ends before "s'"/],
    ['a: "x\nb: 1', '"x', /not closed/],
    ['{a\n: 1}', ':', /neither on the line of its key/],
    ['a: &x &y 1', '&y', /one anchor, and "&y" is its second/],
  ])('%j', (text, place, message) => {
    const { problems } = parseDocument(text);
    const shown = problems.map((it) => [text.slice(it.span.start, it.span.end), it.message]);
    expect(shown).toContainEqual([place, expect.stringMatching(message)]);
  });

  test('one mistake is one problem, several are several', () => {
    const text = 'a: !ref <nope>\nb: {c: 1, c: 2}\nd: *gone\ne: !integer 3\nf: 2022-13-01\n';
    expect(parseDocument(text).problems.map(({ code }) => code)).toEqual([
      'optim/ref-unknown',
      'optim/yaml-duplicate-key',
      'optim/yaml-alias',
      'optim/yaml-unknown-tag',
      'optim/yaml-date',
    ]);
  });

  test("Python's own error is the one that it meets first", () => {
    const first = (text: string) => parseDocument(text).loaderError?.type;
    expect(first('a: !ref <nope>\nb: 1\nb: 2')).toBe('DuplicateKeyError');
    expect(first('a: !ref <nope>\nb: 1\nb: 2\nc: *x')).toBe('ComposerError');
    expect(first('a: !ref <nope>\nb: 1\nb: 2\nc: *x\n\td: 1')).toBe('ComposerError');
    expect(first('a: !ref <nope>\nb:\t1\nc: *x')).toBe('ScannerError');
    expect(first('a: !ref <nope>\nb:\t1\nc: *x\u0001')).toBe('ReaderError');
    expect(first('a: !ref <b>\nb: !ref <c>\nc: !ref <nope>')).toBe('AssertionError');
  });
});
