import { readdirSync, readFileSync } from 'node:fs';
import { check, lineIndex, parseDocument, readConfig } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

const folder = new URL('../fixtures/check/', import.meta.url);

/** `# want TARGET CODE "part of the message" fix="title of the preferred fix"`, about its line or the one above. */
const want = /# want(-above)? (runtime|speechain|both) (\S+)(?: "([^"]*)")?(?: fix="([^"]*)")?/;

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const lines = text.split('\n');

  test.each(['runtime', 'speechain'] as const)('for %s', (target) => {
    let line = -1;
    const wanted = lines.flatMap((content, index) => {
      const [, above, who, code, message = '', fix] = want.exec(content) ?? [];
      if (above === undefined) line = index;
      if (who !== target && who !== 'both') return [];
      return [{ line, code, message, fix }];
    });
    const { position } = lineIndex(text);
    const found = check(readConfig(parseDocument(text)), { target }).map((problem) => ({
      line: position(problem.span.start).line,
      code: problem.code,
      message: problem.message,
      fix: problem.fixes.find((one) => one.preferred)?.title,
    }));
    const place = ({ line: at, code }: { line: number; code: string | undefined }) => `${at + 1} ${code}`;
    expect(found.map(place).sort()).toEqual(wanted.map(place).sort());
    for (const { line: at, code, message, fix } of wanted) {
      const one = found.find(
        (other) => other.line === at && other.code === code && other.message.includes(message),
      );
      expect(one?.message, `${at + 1} ${code}`).toContain(message);
      expect(one?.fix).toBe(fix);
    }
  });
});
