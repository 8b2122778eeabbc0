interface Decay {
  readonly steps: number;
  readonly power: number;
  readonly minLr: number;
  readonly cycle: boolean;
}

/** NeMo's polynomial decay of `lr` to `minLr`, `t` updates after its start. */
export function polynomial(lr: number, t: number, { steps, power, minLr, cycle }: Decay): number {
  const length = cycle && t !== 0 ? steps * Math.ceil(t / steps) : steps;
  const done = (cycle ? t : Math.min(t, steps)) / length;
  return (lr - minLr) * (1 - done) ** power + minLr;
}
