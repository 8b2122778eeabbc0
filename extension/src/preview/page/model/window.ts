import { within } from './numbers.js';

/** A part of the horizontal axis. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The fewest training steps that fill the plot. */
const leastSpan = 4;

/** A window moved and, if it must be, narrowed to lie within `all`; undefined where it is all of it. */
export function fit(window: Window, all: Window): Window | undefined {
  const whole = all.to - all.from;
  const span = Math.max(window.to - window.from, Math.min(leastSpan, whole));
  if (span >= whole * 0.999) return undefined;
  const from = within(window.from, all.from, all.to - span);
  return { from, to: from + span };
}

/** Zoomed by `factor` (less than 1: closer) so that `at` stays where it is. */
export function zoomAt(window: Window, at: number, factor: number, all: Window): Window | undefined {
  const span = window.to - window.from;
  const wanted = Math.max(span * factor, Math.min(leastSpan, all.to - all.from));
  const share = (at - window.from) / span;
  const from = at - share * wanted;
  return fit({ from, to: from + wanted }, all);
}

/** Moved by so many steps, as far as there are any. */
export const panBy = (window: Window, by: number, all: Window): Window | undefined =>
  fit({ from: window.from + by, to: window.to + by }, all);
