import type { Severity } from '@optim-sches/schemas';
import { closest, distance } from 'fastest-levenshtein';
import { CliError } from './cli-error.js';

const levels = ['error', 'warning', 'information', 'hint', 'off'] as const;
type Level = Severity | 'off';

const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text);

/**
 * Reads `code=level` arguments; the code may be given without `optim/`. Throws a `CliError` for an unknown code or
 * level, with the nearest one when the mistake is small.
 */
export function readSeverities(args: readonly string[], codes: readonly string[]): Record<string, Level> {
  const severities: Record<string, Level> = {};
  for (const arg of args) {
    const at = arg.indexOf('=');
    if (at < 0)
      throw new CliError(`--severity "${arg}": write code=level, for example optim/unknown-key=warning.`);
    const given = arg.slice(0, at).trim();
    const code = given.startsWith('optim/') ? given : `optim/${given}`;
    const level = arg.slice(at + 1).trim();
    if (!codes.includes(code))
      throw new CliError(`--severity: there is no problem "${given}".${suggestion(code, codes)}`);
    if (!isLevel(level)) {
      throw new CliError(`--severity ${code}: "${level}" is no level. Levels are ${levels.join(', ')}.`);
    }
    severities[code] = level;
  }
  return severities;
}

function suggestion(wrong: string, right: readonly string[]): string {
  if (right.length === 0) return '';
  const best = closest(wrong, [...right]);
  return distance(wrong, best) <= 4 ? ` Did you mean "${best}"?` : ' docs/problems/ has a page for each.';
}
