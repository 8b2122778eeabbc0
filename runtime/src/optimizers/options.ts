/** Reads the options of an update rule, which the optimizer's schema has validated and completed. */
export class Options {
  readonly #optimizer: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(optimizer: string, values: Readonly<Record<string, unknown>>) {
    this.#optimizer = optimizer;
    this.#values = values;
  }

  number(name: string): number {
    const value = this.#values[name];
    if (typeof value !== 'number') throw this.#wrong(name, 'a number', value);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.#values[name];
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false', value);
    return value;
  }

  /** A list of at least `length` numbers, such as `betas`; torch looks at no more. */
  numbers(name: string, length: number): readonly number[] {
    const value = this.#values[name];
    if (!Array.isArray(value) || value.length < length || !value.every((item) => typeof item === 'number'))
      throw this.#wrong(name, `a list of ${length} numbers`, value);
    return value;
  }

  /** A number, or null where torch takes None. */
  numberOrNull(name: string): number | null {
    return this.#values[name] === null ? null : this.number(name);
  }

  /** One of torch's names, or null where torch takes None. */
  textOrNull(name: string): string | null {
    const value = this.#values[name];
    if (value !== null && typeof value !== 'string') throw this.#wrong(name, 'a name or null', value);
    return value;
  }

  /** Two numbers, such as Adafactor's `eps`, of which the first may be null. */
  pair(name: string): readonly [first: number | null, second: number] {
    const value = this.#values[name];
    if (Array.isArray(value)) {
      const [first, second] = value as unknown[];
      if ((first === null || typeof first === 'number') && typeof second === 'number') return [first, second];
    }
    throw this.#wrong(name, 'a pair of numbers', value);
  }

  #wrong(name: string, wanted: string, value: unknown): Error {
    return new TypeError(
      `${name} of torch.optim.${this.#optimizer} must be ${wanted}, but is ${JSON.stringify(value)}.`,
    );
  }
}
