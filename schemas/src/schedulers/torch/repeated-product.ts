/** Whether a power is so near the ends of floating point that its rounding no longer is that of its factors. */
export const isExtreme = (value: number): boolean => !(Math.abs(value) > 1e-290 && Math.abs(value) < 1e290);

/**
 * `first * factor * factor …`, as schedules multiply step by step: by the power where that is as good, and one by one
 * where it is not. Below 2^-1022 every product is rounded to the few digits that are left, and a power overflows
 * (2^1024) where its product with a small `first` does not. Asked for in rising order, each product is taken once.
 */
export function repeatedProduct(factor: number): (first: number, times: number) => number {
  let reached = { first: Number.NaN, times: 0, value: Number.NaN };
  return (first, times) => {
    const power = factor ** times;
    if (!isExtreme(power) && !isExtreme(first * power)) return first * power;
    if (reached.first !== first || reached.times > times) reached = { first, times: 0, value: first };
    while (reached.times < times) {
      const next = reached.value * factor;
      // 0, an infinite number, or one that is rounded back to itself stays for good.
      if (next === reached.value) return next;
      reached.value = next;
      reached.times++;
    }
    return reached.value;
  };
}
