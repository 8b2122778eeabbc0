/**
 * Sends one position at a time: the next one when the answer is there, and then the newest alone, since what lies between
 * is gone by then.
 */
export class DragQueue {
  #sent = 0;
  #inFlight = false;
  #next: number | undefined;

  constructor(readonly send: (id: number, to: number) => void) {}

  /** True when the answer to the newest position is there. */
  get settled(): boolean {
    return !this.#inFlight && this.#next === undefined;
  }

  want(to: number): void {
    if (this.#inFlight) this.#next = to;
    else this.#post(to);
  }

  /** Whether the answer is the one that is waited for; the next position goes out. */
  answered(id: number): boolean {
    if (!this.#inFlight || id !== this.#sent) return false;
    this.#inFlight = false;
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#post(next);
    return true;
  }

  /** Forgets what is under way: its answer counts no more. */
  clear(): void {
    this.#inFlight = false;
    this.#next = undefined;
  }

  #post(to: number): void {
    this.#inFlight = true;
    this.send(++this.#sent, to);
  }
}
