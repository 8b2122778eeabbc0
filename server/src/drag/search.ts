/** A number and what it brings about. */
export interface Tried {
  readonly value: number;
  readonly effect: number;
}

/** What is looked for. */
export interface Search {
  /** The effect of a number; undefined where the number cannot be written. */
  readonly effectOf: (value: number) => number | undefined;
  readonly from: Tried;
  /** The effect that is wanted; above 0, as that of `from`. */
  readonly target: number;
  /** How many percent the effect rises when the number rises by one. */
  readonly slope: number;
  readonly whole: boolean;
}

const mostTries = 8;
const close = 1e-6;
/** One guess goes no further than this many times the number (as a logarithm): a slope near 0 would leave the range. */
const longest = Math.log(1e6);

/**
 * The number with the effect wanted, or the nearest one of a few that were tried: in proportion first, then by secants
 * that stay between what is too low and too high. On the logarithms of both, where most settings are straight lines.
 */
export function searchNumber({ effectOf, from, target, slope, whole }: Search): Tried {
  const sign = Math.sign(from.value);
  const miss = ({ effect }: Tried) => Math.log(effect / target);
  const place = ({ value }: Tried) => Math.log(Math.abs(value));
  const tried = new Set([from.value]);
  let best = from;
  let last = from;
  let low: Tried | undefined = miss(from) < 0 ? from : undefined;
  let high: Tried | undefined = miss(from) >= 0 ? from : undefined;
  /** Where numbers that cannot be written begin. */
  let wall: number | undefined;
  let rise = slope;
  for (let count = 0; count < mostTries && Math.abs(miss(best)) > close; count++) {
    const leap = Math.min(Math.max(-miss(last) / rise, -longest), longest);
    let at = place(last) + leap;
    if (low && high) {
      const [a, b] = [place(low), place(high)];
      if (at <= Math.min(a, b) || at >= Math.max(a, b)) at = (a + b) / 2;
    }
    if (wall !== undefined && (at - wall) * (wall - place(last)) >= 0) at = (wall + place(last)) / 2;
    const exact = sign * Math.exp(at);
    const value = whole ? Math.round(exact) : exact;
    if (tried.has(value)) break;
    tried.add(value);
    const effect = effectOf(value);
    if (effect === undefined || !(effect > 0) || !Number.isFinite(effect)) {
      wall = at;
      continue;
    }
    const next = { value, effect };
    const slant = (miss(next) - miss(last)) / (place(next) - place(last));
    if (Number.isFinite(slant) && slant !== 0) rise = slant;
    if (miss(next) < 0) low = next;
    else high = next;
    if (Math.abs(miss(next)) < Math.abs(miss(best))) best = next;
    last = next;
  }
  return best;
}

/** With so many digits, a number is as good as the one looked for when its effect differs by so little. */
const niceness: readonly (readonly [digits: number, same: number])[] = [
  [1, 0.002],
  [2, 0.002],
  // Three digits change a number by half a percent at most.
  ...[3, 4, 5, 6, 7, 8, 9, 10].map((digits) => [digits, 0.006] as const),
];

/** A number to so many digits, a whole one no further than to its last. */
function rounded(value: number, digits: number, whole: boolean): number {
  const short = Number(value.toPrecision(digits));
  return whole ? Math.round(short) : short;
}

/** The number in the fewest digits that have its effect, or nearly. */
export function niceNumber({ value, effect }: Tried, { effectOf, whole, slope }: Search): Tried {
  for (const [digits, same] of niceness) {
    const short = rounded(value, digits, whole);
    if (short === value) break;
    // Far off: it need not be tried.
    if (Math.abs(slope * Math.log(short / value)) > 3 * same) continue;
    const own = effectOf(short);
    if (own !== undefined && Math.abs(Math.log(own / effect)) <= same) return { value: short, effect: own };
  }
  return { value, effect };
}
