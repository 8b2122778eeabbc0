/**
 * The seed of one training step, drawn from the run's seed: a resumed run draws the same masks and dropout. Two
 * rounds of a 32-bit mixer, so that neighbouring steps have unrelated seeds. A whole number from 0 to 2^31 - 1.
 */
export function stepSeed(seed: number, step: number): number {
  return mix(mix(seed >>> 0) ^ (step >>> 0)) >>> 1;
}

/** MurmurHash3's finalizer. */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
