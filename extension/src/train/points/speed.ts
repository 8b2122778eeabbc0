/** How fast a training has lately been. */
export class Speed {
  readonly #span: number;
  #samples: { readonly time: number; readonly step: number }[] = [];

  /** `span`: the seconds that count. */
  constructor(span = 30) {
    this.#span = span;
  }

  /** The training has come to `step` at `time`, in seconds. */
  add(time: number, step: number): void {
    const last = this.#samples.at(-1);
    const isPaused = last !== undefined && time - last.time > 10 * this.#span;
    if (last !== undefined && (step < last.step || time < last.time || isPaused)) this.#samples = [];
    if (last?.step === step) return;
    this.#samples.push({ time, step });
    // One sample older than the span stays, so that slow trainings have a speed too.
    while ((this.#samples[1]?.time ?? time) < time - this.#span) this.#samples.shift();
  }

  /** Training steps in a second; undefined before it can be told. */
  get perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) return undefined;
    return (last.step - first.step) / (last.time - first.time);
  }
}
