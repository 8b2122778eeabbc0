import { readFileSync } from 'node:fs';

/** The version of this package. */
export function packageVersion(): string {
  // The same distance from src/cli and from dist/cli.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
