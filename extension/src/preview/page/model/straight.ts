/**
 * Passes on the corners of a line and leaves out the points that lie between them on a straight line, to `tolerance`: a
 * smooth curve of a thousand points is a hundred strokes. Points come with ascending x.
 */
export class Straightened {
  #anchorX = 0;
  #anchorY = 0;
  #lastX = 0;
  #lastY = 0;
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(
    readonly tolerance: number,
    readonly move: (x: number, y: number) => void,
    readonly line: (x: number, y: number) => void,
  ) {}

  point(x: number, y: number): void {
    if (this.#count === 0) {
      this.move(x, y);
      this.#anchor(x, y);
    } else {
      const run = x - this.#anchorX;
      const slope = (y - this.#anchorY) / run;
      // All slopes from the anchor that pass every point since then within the tolerance.
      if (run > 0 && slope >= this.#low && slope <= this.#high) this.#narrow(run, y);
      else {
        if (this.#count > 1) {
          this.line(this.#lastX, this.#lastY);
          this.#anchor(this.#lastX, this.#lastY);
        }
        if (x > this.#anchorX) this.#narrow(x - this.#anchorX, y);
        else {
          this.line(x, y);
          this.#anchor(x, y);
        }
      }
    }
    this.#lastX = x;
    this.#lastY = y;
    this.#count += 1;
  }

  /** The line ends here; another one may begin. */
  end(): void {
    if (this.#count > 1) this.line(this.#lastX, this.#lastY);
    this.#count = 0;
  }

  #anchor(x: number, y: number): void {
    this.#anchorX = x;
    this.#anchorY = y;
    this.#low = Number.NEGATIVE_INFINITY;
    this.#high = Number.POSITIVE_INFINITY;
    // The next point decides the direction.
    this.#count = 1;
  }

  #narrow(run: number, y: number): void {
    this.#low = Math.max(this.#low, (y - this.tolerance - this.#anchorY) / run);
    this.#high = Math.min(this.#high, (y + this.tolerance - this.#anchorY) / run);
  }
}
