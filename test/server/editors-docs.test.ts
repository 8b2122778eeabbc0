import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaults, readSettings } from '../../server/src/session/settings.js';

const text = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', code = '']) => ({
  kind,
  code,
}));

describe('docs/editors.md', () => {
  test.each(blocks.filter(({ kind }) => kind === 'json').map(({ code }) => [code]))(
    'has JSON that is JSON: %s',
    (code) => {
      expect(JSON.stringify(JSON.parse(code))).toContain('optim-sches-language-server');
    },
  );

  test('starts the command of the package with an argument that it takes', () => {
    const { bin } = JSON.parse(readFileSync(new URL('../../server/package.json', import.meta.url), 'utf8'));
    const starting = blocks.filter(({ kind }) => kind !== '');
    expect(starting.length).toBeGreaterThanOrEqual(6);
    for (const { code } of starting) {
      const names = code.match(/optim-sches-[\w-]+/g) ?? [];
      expect(
        names.every((name) => name in bin),
        code,
      ).toBe(true);
      expect(code).toContain('--stdio');
    }
  });

  test('lists every setting, with its default', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| (.+) \| (.+) \| .+ \|$/gm)].map(
      ([, key = '', , value = '']) => [key, value],
    );
    expect(rows.map(([key]) => key)).toEqual(Object.keys(defaults));
    const plain = Object.fromEntries(rows.map(([key, value]) => [key, value?.replaceAll('`', '')]));
    for (const [key, value] of Object.entries(defaults))
      if (value !== undefined)
        expect(plain[key]).toBe(typeof value === 'object' ? JSON.stringify(value) : String(value));
  });

  test('gives settings that the server understands', () => {
    const given = [...text.matchAll(/"settings": (\{[^}]*\})/g)].map(([, json = '']) => JSON.parse(json));
    expect(given.length).toBeGreaterThan(0);
    for (const settings of given) expect(readSettings(settings)).toMatchObject(settings);
  });
});
