// Random numbers as functions of a seed and a counter: the same after a resume, in any order, in any language. (The
// mask of `dropout` on the wasm backend is computed from the same function in runtime/kernels/dropout.ts.)

/** The finalizer of MurmurHash3 (Austin Appleby, public domain): scrambles 32 bits. */
function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Number `counter` of the stream `seed`: an integer from 0 to 2^32 - 1. */
export function hash32(seed: number, counter: number): number {
  return mix(scrambled(counter) ^ seed);
}

const scrambled = (counter: number): number => mix(counter + 0x9e3779b9);

/** What `hash32` makes of the counters from 0 to below `count` before the seed comes in. */
export const scrambledCounters = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, counter) => scrambled(counter));

/** FNV-1a of the UTF-16 units of a text, 32 bits: a number for a name. */
export function fnv1a32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Number `counter` of the stream `seed`, uniform in [0, 1). */
export function uniform01(seed: number, counter: number): number {
  return hash32(seed, counter) / 2 ** 32;
}

/** Number `counter` of the stream `seed`, normal with mean 0 and variance 1 (Box and Muller 1958). */
export function normal01(seed: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log((hash32(seed, 2 * counter) + 0.5) / 2 ** 32));
  return radius * Math.cos(2 * Math.PI * uniform01(seed, 2 * counter + 1));
}

/** Puts the numbers in random order, in place (Fisher and Yates). */
export function shuffle(numbers: Int32Array, seed: number): void {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = Math.floor(uniform01(seed, i) * (i + 1));
    const swap = numbers[i] ?? 0;
    numbers[i] = numbers[j] ?? 0;
    numbers[j] = swap;
  }
}
