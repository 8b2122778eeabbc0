/** Reads options of a data set or a model from their `conf`, with errors for the one who wrote it. */
export class Conf {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #owner: string;

  /** `owner` is named in errors: "cmudict.CmuDict". Throws when `values` has a key that is not in `known`. */
  constructor(owner: string, values: Readonly<Record<string, unknown>>, known: readonly string[]) {
    this.#owner = owner;
    this.#values = values;
    const unknown = Object.keys(values).find((key) => !known.includes(key));
    if (unknown !== undefined) {
      throw new Error(`"${unknown}" is not an option of ${owner}. Its options are: ${known.join(', ')}.`);
    }
  }

  /** A whole number of at least `least`. */
  integer(key: string, fallback: number, least: number): number {
    const value = this.#values[key] ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    throw this.#wrong(key, value, `a whole number from ${least}`);
  }

  /** A whole number of at least `least`, or undefined when it is not given. */
  optionalInteger(key: string, least: number): number | undefined {
    return (this.#values[key] ?? null) === null ? undefined : this.integer(key, least, least);
  }

  /** A number from `least` to below `limit`. */
  number(key: string, fallback: number, least: number, limit = Number.POSITIVE_INFINITY): number {
    const value = this.#values[key] ?? fallback;
    if (typeof value === 'number' && value >= least && value < limit) return value;
    throw this.#wrong(
      key,
      value,
      `a number from ${least}${limit === Number.POSITIVE_INFINITY ? '' : ` to below ${limit}`}`,
    );
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#values[key] ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#wrong(key, value, 'true or false');
  }

  choice<const T extends string>(key: string, choices: readonly T[], fallback: T): T {
    const value = this.#values[key] ?? fallback;
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    throw this.#wrong(key, value, `one of ${choices.join(', ')}`);
  }

  #wrong(key: string, value: unknown, wanted: string): Error {
    return new Error(`${key} of ${this.#owner} is ${wanted}, not ${JSON.stringify(value)}.`);
  }
}
