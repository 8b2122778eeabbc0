import type { Span } from '../value.js';

/** Where a block of the text begins; it moves when the text above it changes. */
export interface Place {
  offset: number;
}

/** A span that moves with its block. */
export class PlacedSpan implements Span {
  readonly place: Place;
  readonly from: number;
  readonly to: number;

  constructor(place: Place, from: number, to: number) {
    this.place = place;
    this.from = from;
    this.to = to;
  }

  get start(): number {
    return this.place.offset + this.from;
  }

  get end(): number {
    return this.place.offset + this.to;
  }
}
