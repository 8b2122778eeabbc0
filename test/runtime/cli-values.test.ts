import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimizersJson } from '../../runtime/src/cli/curve-json.js';
import { wantsColour } from '../../runtime/src/cli/io.js';
import { resolvedText } from '../../runtime/src/cli/resolved-text.js';
import { readSeverities } from '../../runtime/src/cli/severities.js';
import { writeAtomically } from '../../runtime/src/cli/write-atomically.js';

const folder = () => mkdtempSync(join(tmpdir(), 'optim-sches-'));

describe('wantsColour', () => {
  const cases: [env: Record<string, string>, terminal: boolean, expected: boolean][] = [
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ CI: 'true' }, false, false],
  ];
  it.each(cases)('%j on a terminal (%s): %s', (env, terminal, expected) => {
    expect(wantsColour(env, terminal)).toBe(expected);
  });
});

describe('readSeverities', () => {
  const codes = ['optim/unknown-key', 'optim/unusual-peak', 'optim/yaml-date'];
  it('reads codes with and without their prefix', () => {
    const args = ['optim/unknown-key=warning', 'unusual-peak=off', 'optim/yaml-date=error'];
    expect(readSeverities(args, codes)).toEqual({
      'optim/unknown-key': 'warning',
      'optim/unusual-peak': 'off',
      'optim/yaml-date': 'error',
    });
  });
  it.each([
    ['unknown-key', 'write code=level'],
    ['unknown-kye=off', 'Did you mean "optim/unknown-key"?'],
    ['something-else=off', 'there is no problem "something-else"'],
    ['unknown-key=fatal', '"fatal" is no level'],
  ])('refuses %s: %s', (arg, message) => {
    expect(() => readSeverities([arg], codes)).toThrow(message);
  });
});

describe('writeAtomically', () => {
  it('replaces a file, keeps its mode, and leaves nothing else behind', () => {
    const at = folder();
    const path = join(at, 'a.yaml');
    writeFileSync(path, 'old and longer', { mode: 0o640 });
    writeAtomically(path, 'new ü\n');
    expect(readFileSync(path, 'utf8')).toBe('new ü\n');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(at)).toEqual(['a.yaml']);
  });

  it('writes through a symbolic link', () => {
    const at = folder();
    writeFileSync(join(at, 'real.yaml'), 'old');
    symlinkSync('real.yaml', join(at, 'link.yaml'));
    writeAtomically(join(at, 'link.yaml'), 'new');
    expect(readFileSync(join(at, 'real.yaml'), 'utf8')).toBe('new');
    expect(readdirSync(at).sort()).toEqual(['link.yaml', 'real.yaml']);
  });

  it('says why it cannot', () => {
    expect(() => writeAtomically(join(folder(), 'no', 'a.yaml'), '')).toThrow(/Cannot write ".*a\.yaml"/);
  });
});

describe('optimizersJson', () => {
  const optimizer = (name: string, lr: number[]) => ({
    name,
    type: 'noam.NoamLr',
    optimType: 'Adam',
    steps: Float64Array.from(lr, (_, index) => index + 1),
    lr: Float64Array.from(lr),
    facts: { peak: { lr: Math.max(...lr), step: 1 }, first: lr[0] ?? 0, last: lr.at(-1) ?? 0 },
  });
  const json = (lists: Record<string, number[]>, steps: boolean) => {
    const optimizers = Object.entries(lists).map(([name, lr]) => optimizer(name, lr));
    return [...optimizersJson({ steps: 3, stepsPerEpoch: 3, optimizers }, steps)].join('');
  };

  it('keeps every digit, and names what JSON has no number for', () => {
    const text = json(
      { main: [0.1 + 0.2, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
      true,
    );
    const { main } = JSON.parse(text);
    expect(main.lr).toEqual([0.30000000000000004, 5e-324, 'NaN', '-Infinity', 'Infinity']);
    expect(main.steps).toEqual([1, 2, 3, 4, 5]);
    expect(main.facts).toMatchObject({ peak: { lr: 'NaN' }, last: 'Infinity' });
  });

  it('takes any name, and leaves the steps out', () => {
    const lists = Object.fromEntries([
      ['a "quoted"', [1]],
      ['constructor', [2]],
    ]);
    expect(JSON.parse(json(lists, false))).toEqual({
      'a "quoted"': { type: 'noam.NoamLr', lr: [1], facts: { peak: { lr: 1, step: 1 }, first: 1, last: 1 } },
      constructor: { type: 'noam.NoamLr', lr: [2], facts: { peak: { lr: 2, step: 1 }, first: 2, last: 2 } },
    });
  });

  it('is the same in one piece and in many', () => {
    const lr = Array.from({ length: 25_001 }, (_, index) => index / 7);
    expect(JSON.parse(json({ main: lr }, false)).main.lr).toEqual(lr);
  });
});

describe('resolvedText', () => {
  it('shows types as a reader of YAML expects them', () => {
    const value = {
      dict: [
        ['int', 3],
        ['big', { int: '123456789012345678901234567890' }],
        ['float', { float: '1e-09' }],
        ['text', 'noam.NoamLr'],
        ['looks like a number', '1e-9'],
        ['word', 'yes'],
        ['empty', ''],
        ['two\nlines', 'a\nb'],
        ['nothing', null],
        ['flag', true],
        ['date', { other: 'date' }],
        ['betas', [{ float: '0.9' }, { float: '0.98' }]],
        ['pair', { tuple: ['0.9', '0.98'] }],
        ['none', { dict: [] }],
        ['map', { dict: [['deep', { dict: [['a', 1]] }]] }],
        [
          'list',
          [
            {
              dict: [
                ['a', 1],
                ['b', { dict: [['c', 2]] }],
              ],
            },
            5,
            [[{ dict: [['d', 1]] }], 2],
          ],
        ],
      ],
    } as const;
    expect(resolvedText(value)).toBe(`int: 3
big: 123456789012345678901234567890
float: 1e-09
text: noam.NoamLr
looks like a number: "1e-9"
word: "yes"
empty: ""
"two\\nlines": "a\\nb"
nothing: null
flag: true
date: !date
betas: [0.9, 0.98]
pair: !tuple ["0.9", "0.98"]
none: {}
map:
  deep:
    a: 1
list:
  - a: 1
    b:
      c: 2
  - 5
  - - - d: 1
    - 2
`);
  });

  it.each([
    [5, '5\n'],
    [[1, 2], '[1, 2]\n'],
    [{ dict: [] }, '{}\n'],
    [[{ dict: [['a', 1]] }], '- a: 1\n'],
  ] as const)('%j', (value, expected) => {
    expect(resolvedText(value)).toBe(expected);
  });
});
