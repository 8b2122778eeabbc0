import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './make-run.js';

/** Writes the code blocks of a page of docs/ that have a file name into a new folder. */
export function filesOf(page: string): string {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const folder = temporaryFolder();
  for (const [, name = '', content = ''] of text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms))
    writeFileSync(join(folder, name), content);
  return folder;
}
