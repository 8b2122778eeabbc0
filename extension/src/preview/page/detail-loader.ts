import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import type { FromPage } from '../protocol.js';
import { type Detail, type DetailRequest, wantedDetail } from './model/detail.js';
import type { Window } from './model/window.js';

/** A wheel turns for so many milliseconds without a pause. */
const pause = 120;
/** A question that is not answered by then was about a file that has changed. */
const patience = 3000;

/** Asks for more points of the part in view: once the reader rests, and one question at a time. */
export class DetailLoader {
  #detail: Detail | undefined;
  #sent = 0;
  #inFlight: DetailRequest | undefined;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly post: (message: FromPage) => void,
    /** Asks again for what is in view. */
    readonly again: () => void,
  ) {}

  get detail(): Detail | undefined {
    return this.#detail;
  }

  /** The curve has changed. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#detail = undefined;
    this.#inFlight = undefined;
  }

  want(curve: CurveAnswer, window: Window | undefined, width: number): void {
    clearTimeout(this.#timer);
    if (!window || (this.#inFlight && performance.now() - this.#asked < patience)) return;
    const request = wantedDetail(curve, this.#detail, window, width);
    if (!request) return;
    this.#timer = setTimeout(() => {
      this.#inFlight = request;
      this.#asked = performance.now();
      this.post({ type: 'zoom', id: ++this.#sent, ...request });
    }, pause);
  }

  answered(id: number, curve: CurveAnswer): void {
    const request = this.#inFlight;
    if (!request || id !== this.#sent) return;
    this.#inFlight = undefined;
    this.#detail = { from: request.from, to: request.to, curve };
    this.again();
  }
}
