const WARM_UP = 3;
const LEAST = 4;

/** Milliseconds of each call after the first few, for at least so many seconds. */
export function timesOf(run, seconds) {
  const times = [];
  const end = performance.now() + 1000 * seconds;
  for (let call = 0; call < WARM_UP + LEAST || performance.now() < end; call++) {
    const before = performance.now();
    run();
    if (call >= WARM_UP) times.push(performance.now() - before);
  }
  return times;
}

export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
export const median = (values) => quantile(values, 0.5);
