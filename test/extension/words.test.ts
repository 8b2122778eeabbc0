import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const extension = fileURLToPath(new URL('../../extension', import.meta.url));
const json = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(extension, file), 'utf8'));

const files = readdirSync(join(extension, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const sources = files.map((name) => readFileSync(join(extension, 'src', name), 'utf8'));

/** Every text that the code gives to `l10n.t`. */
const texts = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/\bl10n\.t\(\s*(['"])((?:\\.|(?!\1).)*)\1/g)].map(([, , text = '']) =>
      text.replace(/\\(.)/g, '$1'),
    ),
  ),
);

const places = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();

test('each call of l10n.t has its text in it', () => {
  const calls = sources.join('\n').match(/\bl10n\.t\(/g)?.length ?? 0;
  const read = sources.join('\n').match(/\bl10n\.t\(\s*['"]/g)?.length ?? 0;
  expect(read).toBe(calls);
  expect(texts.size).toBeGreaterThan(100);
});

test('each text has its Japanese, with the same places, and none is left over', () => {
  const japanese = json('l10n/bundle.l10n.ja.json');
  expect(Object.keys(japanese).sort()).toEqual([...texts].sort());
  for (const [text, translated] of Object.entries(japanese)) {
    expect(translated).not.toBe('');
    expect(places(translated), text).toEqual(places(text));
  }
});

test('the manifest: each word is there, in both languages', () => {
  const manifest = readFileSync(join(extension, 'package.json'), 'utf8');
  const used = new Set([...manifest.matchAll(/%([\w.]+)%/g)].map(([, key]) => key));
  for (const file of ['package.nls.json', 'package.nls.ja.json'])
    expect(Object.keys(json(file)).sort(), file).toEqual([...used].sort());
});

test('the manifest: at most 12 settings, each described, and commands in one category', () => {
  const { contributes } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  const settings = Object.values(contributes.configuration.properties) as Record<string, unknown>[];
  expect(settings.length).toBeLessThanOrEqual(12);
  for (const setting of settings) expect(setting.markdownDescription).toMatch(/^%setting\./);
  for (const { category } of contributes.commands) expect(category).toBe('Optim Sches');
});
