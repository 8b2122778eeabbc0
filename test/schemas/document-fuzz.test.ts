import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Document,
  parseDocument,
  pyRepr,
  toLoaderJson,
  toPlain,
} from '../../schemas/src/document/index.js';
import fc from '../fast-check.js';

const oracle: { src: string }[] = JSON.parse(
  readFileSync(new URL('../oracle/yaml-loader.json', import.meta.url), 'utf8'),
);

const experiment = `# 16000 warm-up steps
seed: 0
warmup_steps: 16000
data_root: datasets/speech
accum_grad: 2
train_cfg:
  model:
    model_type: ar_asr.ARASR
    module_conf: &conf
      encoder: {type: encoder.Conformer, conv: !list [256, -1]}
      decoder:
        type: decoder.Transformer
        path: !ref <data_root>/train/<seed>
  optim_sches:
    main: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {lr: 2.0e-3, betas: [0.9, 0.98], eps: 1.0e-9}, warmup_steps: !ref <warmup_steps>}}
    other:
      type: exp.ExponentDecayLr
      conf:
        <<: *conf
        optim_type: SGD
        optim_conf:
          lr: 0.1
best_model_selection:
  - !tuple (valid, accuracy, max, 10)
  - !tuple (valid, loss, min, 1)
text: "quoted # text"
note: |
  more
  lines
`;

const pieces = [
  ...[
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n- ',
    ': ',
    ':',
    ', ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '#',
    ' #',
    '- ',
    '? ',
    '|',
    '>',
  ],
  ...[
    '&a ',
    '*a',
    '!ref <a>',
    '!ref <seed>',
    '!tuple (1, 2)',
    '!list ',
    '!str ',
    '<<: *a',
    '\n<<<<<<< a\n',
    '\n=======\n',
  ],
  ...[
    '\n>>>>>>> b\n',
    '\t',
    '\r',
    '\r\n',
    '\u0000',
    '\ufeff',
    '\u2028',
    '\ud800',
    '😀',
    '---\n',
    '...',
    '%YAML 1.1\n',
    '~',
  ],
  ...[
    '__proto__: ',
    '0x',
    '1e',
    '\\',
    '!',
    '&',
    '*',
    '<',
    '>',
    '!!int ',
    '!!set ',
    '!!omap ',
    '[[[[',
    '{{',
    '\n\n\n',
    '    ',
  ],
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 6 }),
  insert: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
  ),
});
const texts = fc
  .tuple(
    fc.constantFrom(experiment, ...oracle.map(({ src }) => src)),
    fc.array(mutation, { minLength: 1, maxLength: 8 }),
  )
  .map(([base, mutations]) =>
    mutations.reduce((text, { at, remove, insert }) => {
      const start = Math.floor(at * (text.length + 1));
      return text.slice(0, start) + insert + text.slice(start + remove);
    }, base),
  );

function check(text: string, document: Document): void {
  const inside = (span: { start: number; end: number }) =>
    span.start >= 0 && span.start <= span.end && span.end <= text.length;
  const { root, problems, references, loaderError } = document;
  for (const problem of problems) {
    expect([problem.code, inside(problem.span)]).toEqual([problem.code, true]);
    expect(problem.message).toMatch(/\S{3,}.*[.?]$/s);
    for (const fix of problem.fixes) {
      expect(fix.edits.every((edit) => inside(edit.span))).toBe(true);
      expect(fix.edits.length).toBeGreaterThan(0);
    }
  }
  expect(problems.map(({ span }) => span.start)).toEqual(
    problems.map(({ span }) => span.start).sort((a, b) => a - b),
  );
  for (const { span, keySpan, scalar } of references)
    expect([span, keySpan, scalar].every(inside)).toBe(true);
  // Whoever shows problems shows the reason why the loader stops, and a refused file is no surprise.
  if (loaderError) expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  if (!root) expect(problems.length).toBeGreaterThan(0);
  if (root) {
    expect(() =>
      JSON.stringify([toLoaderJson(root), toPlain(root), pyRepr(root)], (_, it) => it),
    ).not.toThrow();
  }
}

describe('a configuration with random mistakes', () => {
  test.each(['ruamel', 'pyyaml'] as const)('is read without an exception (%s)', (loader) => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, arithmetic) => {
        check(text, parseDocument(text, { loader, arithmetic }));
      }),
      { numRuns: 1500 },
    );
  });

  test('is read the same way twice', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseDocument(text)).toEqual(parseDocument(text));
      }),
      { numRuns: 200 },
    );
  });
});

test('a text of random characters is read without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...pieces, 'a', 'b', '1'), maxLength: 30 }), (text) => {
      check(text, parseDocument(text));
    }),
    { numRuns: 1500 },
  );
});

test('the configuration without mistakes has no problem', () => {
  const { problems, loaderError } = parseDocument(experiment);
  expect([problems, loaderError]).toEqual([[], undefined]);
});
