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

  #wrong(name: string, wanted: string, value: unknown): Error {
    return new TypeError(
      `${name} of torch.optim.${this.#optimizer} must be ${wanted}, but is ${JSON.stringify(value)}.`,
    );
  }
}
