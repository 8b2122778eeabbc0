/** The Mersenne Twister MT19937: each call returns the next 32 random bits. Only the low 32 bits of the seed count. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  const word = (index: number) => state[index % 624] ?? 0;
  for (let i = 1; i < 624; i++) {
    const before = word(i - 1);
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  let at = 0;
  return () => {
    // The words are renewed one by one, not 624 at once: a few are enough here.
    const mixed = (word(at) & 0x80000000) | (word(at + 1) & 0x7fffffff);
    state[at] = word(at + 397) ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    let bits = word(at);
    at = (at + 1) % 624;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

/** Draws of torch on the CPU from a generator with `manual_seed(seed)`, one number at a time. */
export interface TorchGenerator {
  /** `torch.rand(1)`: a float32 from 0 to below 1. */
  rand(): number;
  /** `torch.randn(1)`: a float32, normally distributed. */
  randn(): number;
}

/** A generator as torch seeds it; the seed is a whole number, negative ones too. */
export function torchGenerator(seed: number): TorchGenerator {
  const next = mersenneTwister(seed);
  // 53 bits of two draws, the first one on top.
  const uniform = () => {
    const high = next() & 0x1fffff;
    return (high * 2 ** 32 + next()) * 2 ** -53;
  };
  let spare: number | undefined;
  return {
    rand: () => (next() & 0xffffff) * 2 ** -24,
    randn() {
      if (spare !== undefined) {
        const second = spare;
        spare = undefined;
        return Math.fround(second);
      }
      // Box and Muller's transform gives two numbers; torch keeps the sine's for the next draw.
      const angle = 2 * Math.PI * uniform();
      const radius = Math.sqrt(-2 * Math.log1p(-uniform()));
      spare = radius * Math.sin(angle);
      return Math.fround(radius * Math.cos(angle));
    },
  };
}
