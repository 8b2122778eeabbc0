/** What an error message of zod is made from: the value that was given. */
interface Given {
  readonly input?: unknown;
}

/** A value as it stands in a YAML file, short enough for one line of a message. */
export function shown(value: unknown): string {
  if (value === Number.POSITIVE_INFINITY) return '.inf';
  if (value === Number.NEGATIVE_INFINITY) return '-.inf';
  if (Number.isNaN(value)) return '.nan';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const isNumeric = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

/**
 * The message for a value of the wrong type: what was written, what is needed, what to do.
 * `needed` reads like `a number`; `consequence` says what Python does with the wrong one.
 */
export function wrongType(name: string, needed: string, consequence = 'torch stops with a TypeError') {
  return ({ input }: Given): string => {
    if (input === undefined) return `${name} is missing: write ${needed}.`;
    if (input === null)
      return `${name} is null, but must be ${needed}: ${consequence}. Write a value, or remove the key for the default.`;
    if (typeof input === 'number' && !Number.isFinite(input))
      return `${name} is ${shown(input)}: the parameters would not stay finite. Write ${needed}.`;
    if (typeof input === 'string' && isNumeric(input))
      return `${name} is the text ${shown(input)}, not a number: ${consequence}. Write ${Number(input)} without quotes.`;
    return `${name} is ${shown(input)}, but must be ${needed}: ${consequence}.`;
  };
}

/** The message for a value that torch refuses: torch's own words with the value, then why and what to do. */
export function refused(torch: string, why: string) {
  return ({ input }: Given): string => `${torch}: ${shown(input)}. ${why}`;
}
