import { readdirSync, readFileSync } from 'node:fs';
import type { Edit } from '@optim-sches/schemas';
import { check, configCurve, parseDocument, readConfig } from '@optim-sches/schemas';
import { expect, test } from 'vitest';
import fc from '../fast-check.js';

const folder = new URL('../fixtures/check/', import.meta.url);
const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

const apply = (text: string, edits: readonly Edit[]) =>
  [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);

/** A real configuration with a few pieces cut out, doubled or replaced, as typing and merging leave it. */
const broken = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(12),
        text: fc.oneof(
          fc.constantFrom(
            '',
            ':',
            '\n',
            '  ',
            '{',
            '}',
            '[',
            ']',
            '- ',
            '!ref <a>',
            '*a',
            '&a ',
            '"',
            '#',
            'null',
          ),
          fc.string({ maxLength: 4 }),
        ),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([text, cuts]) =>
    cuts.reduce((now, { at, length, text: added }) => {
      const start = Math.floor(at * now.length);
      return now.slice(0, start) + added + now.slice(start + length);
    }, text),
  );

test('whatever stands in the file, checking it answers, in its range', () => {
  fc.assert(
    fc.property(broken, (text) => {
      const config = readConfig(parseDocument(text));
      for (const target of ['runtime', 'speechain', 'both'] as const) {
        for (const { span, fixes, message } of check(config, { target })) {
          expect(message.length).toBeGreaterThan(10);
          for (const part of [span, ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.span))]) {
            expect(part.start).toBeGreaterThanOrEqual(0);
            expect(part.end).toBeGreaterThanOrEqual(part.start);
            expect(part.end).toBeLessThanOrEqual(text.length);
          }
        }
      }
      configCurve(config, { steps: 50, stepsPerEpoch: 7 });
    }),
    { numRuns: 500 },
  );
});

test('a safe fix takes its problem away and makes no new error of YAML', () => {
  fc.assert(
    fc.property(broken, (text) => {
      const before = check(readConfig(parseDocument(text)));
      // In a file that the loader refuses, no fix can be judged.
      fc.pre(parseDocument(text).loaderError === undefined);
      for (const { code, span, fixes } of before) {
        for (const fix of fixes.filter((one) => one.safe)) {
          const fixed = apply(text, fix.edits);
          expect(parseDocument(fixed).loaderError, `${fix.title} in\n${text}`).toBeUndefined();
          const left = check(readConfig(parseDocument(fixed)));
          const same = left.filter(
            (one) =>
              one.code === code &&
              one.span.start === span.start &&
              one.fixes.some((other) => other.title === fix.title),
          );
          expect(same).toEqual([]);
        }
      }
    }),
    { numRuns: 500 },
  );
});
