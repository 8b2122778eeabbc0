import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createBlockReader } from '../../schemas/src/document/blocks/index.js';
import type { Document, ParseOptions } from '../../schemas/src/document/document.js';
import { parseDocument } from '../../schemas/src/document/parse.js';
import { check, readConfig, rules } from '../../schemas/src/index.js';
import fc from '../fast-check.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const recipes = readdirSync(new URL('../../recipes/g2p/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => read(`../../recipes/g2p/${name}`));

const samples = [
  ...recipes,
  'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf: {lr: 0.002}\n',
  'warm: 4000\nlr: 2e-3\noptim_sches:\n  a:\n    type: noam.NoamLr\n    conf: &conf\n      optim_type: Adam\n      optim_conf:\n        lr: !ref <lr>\n      warmup_steps: !ref <warm>\n  b:\n    type: noam.NoamLr\n    conf:\n      <<: *conf\n      warmup_steps: 10\n\n  # the last one\n  c: {type: exp.ExponentDecayLr, conf: *conf}\nbetas: !tuple 0.9,0.98\n',
  'size: 12\nwidths: !list [!ref <size>,3]\nname: !ref run_<size>\ntrain_cfg:\n  model:\n    model_type: g2p.Transformer\n  optim_sches:\n    one:\n      type: noam.NoamLr\n      conf: {d_model: !ref <widths[0]>, warmup_steps: !ref <sise>}\n    two:\n      type: x.Y\ndata_cfg: "a\n  b"\ntext: |\n  optim_sches:\n    a\nend: >-\n  x\n  y\n',
  '# comment first\n\na: 1\nb: &x [1, 2]\nc: *x\nd: *y\ne: !ref <b[1]>\nf: !ref <z>\n',
  'optim_sches:\n    a:\n        type: 1\n   \n    b:\n        type: 2\n',
  'a: 1\nb: |\n  text\n    ',
  'optim_sches: # here\n\n  # lead\n  a: 1\n  b: 2\ntrain_cfg: exp/train.yaml\n',
];

/** A value as plain JSON with the places as pairs of numbers. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => {
      if (typeof item === 'bigint') return `${item}n`;
      if (typeof item === 'number' && !Number.isFinite(item)) return String(item);
      if (typeof item === 'object' && item !== null && 'start' in item && 'end' in item)
        return [item.start, item.end];
      return item;
    }) ?? 'null',
  );

const shown = ({ root, problems, references }: Document) =>
  plain({ root: root ?? null, problems, references });

/** What people type, and what breaks things. */
const pieces = fc.constantFrom(
  ...[
    '\n',
    ' ',
    '  ',
    '\n  ',
    '\n    ',
    'a',
    ':',
    ': ',
    '- ',
    '#',
    ' # x',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '&x ',
    '*x',
    '*conf',
    '<<: *conf',
  ],
  ...[
    '!ref <lr>',
    '!ref <nope>',
    '!ref <warm*2>',
    '!tuple 1,2',
    '|\n',
    '>',
    '---\n',
    '\t',
    '\r\n',
    '\r',
    '%',
    '?',
    '0',
    '-1e-9',
    '.inf',
    'null',
    'é',
    '\u0000',
    '\ufeff',
  ],
  ...[
    'optim_sches:\n',
    'optim_sches:\n  a:\n    type: x\n',
    'train_cfg:\n',
    '\nlr: 1\n',
    '\n  b:\n    type: exp.ExponentDecayLr\n',
    'a: 1\n',
    '__proto__: 1\n',
    '<<<<<<< HEAD\n',
  ],
);
// Spread evenly: fc.double prefers the ends.
const place = fc.nat(9999).map((at) => at / 10_000);
const edit = fc.oneof(
  fc.record({ at: place, remove: fc.constant(0), insert: pieces }),
  fc.record({ at: place, remove: fc.nat({ max: 30 }), insert: fc.constant('') }),
  fc.record({ at: place, remove: fc.nat({ max: 8 }), insert: pieces }),
);

function apply(text: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string {
  const from = Math.round(at * text.length);
  return text.slice(0, from) + insert + text.slice(from + remove);
}

describe('a text read block by block', () => {
  test.each(samples.map((text, index) => [index, text] as const))(
    'sample %i is as read in one go',
    (_, text) => {
      expect(shown(createBlockReader().read(text))).toEqual(shown(parseDocument(text)));
    },
  );

  test.each<ParseOptions>([{}, { arithmetic: true }, { loader: 'pyyaml' }])(
    'is as read in one go after every edit: %j',
    (options) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...samples),
          fc.array(edit, { minLength: 1, maxLength: 12 }),
          (sample, edits) => {
            const reader = createBlockReader(options);
            let text = sample;
            reader.read(text);
            for (const one of edits) {
              text = apply(text, one);
              expect(shown(reader.read(text)), JSON.stringify(text)).toEqual(
                shown(parseDocument(text, options)),
              );
            }
          },
        ),
        { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
      );
    },
  );

  test('has the problems of a text read in one go after every edit', () => {
    const texts = [...samples, ...rules.flatMap(({ example }) => [example.bad, example.good])];
    const problems = (document: Document, target: 'runtime' | 'both') =>
      plain(check(readConfig(document), { target, stepsPerEpoch: 100 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { maxLength: 6 }),
        fc.constantFrom('runtime' as const, 'both' as const),
        (sample, edits, target) => {
          const reader = createBlockReader();
          let text = sample;
          for (const one of [{ at: 0, remove: 0, insert: '' }, ...edits]) {
            text = apply(text, one);
            const whole = problems(parseDocument(text), target);
            expect(problems(reader.read(text), target), JSON.stringify(text)).toEqual(whole);
            // Moved, with nothing else changed.
            const moved = `# moved\n${text}`;
            expect(problems(reader.read(moved), target), JSON.stringify(moved)).toEqual(
              problems(parseDocument(moved), target),
            );
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
    );
  });

  test('what did not change stays the same object, moved', () => {
    const reader = createBlockReader();
    const before = reader.read('warm: 1\noptim_sches:\n  a: {type: x}\n  b: {type: y}\n').root;
    const blockOf = (root: typeof before, key: string) => {
      const value =
        root?.kind === 'map' ? root.entries.find((entry) => entry.key === 'optim_sches')?.value : undefined;
      return value?.kind === 'map' ? value.entries.find((entry) => entry.key === key)?.value : undefined;
    };
    const [a, b] = [blockOf(before, 'a'), blockOf(before, 'b')];
    const start = b?.span.start ?? 0;
    const after = reader.read('warm: 1\noptim_sches:\n  a: {type: longer}\n  b: {type: y}\n').root;
    expect(blockOf(after, 'a')).not.toBe(a);
    expect(blockOf(after, 'b')).toBe(b);
    expect(b?.span.start).toBe(start + 5);
  });
});
