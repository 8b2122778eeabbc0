const WARM_UP = 8;
const LEAST = 3;

/** Milliseconds of each call after the first few, for at least so many seconds: on the clock, and of the processor. */
export function timesOf(run, seconds) {
  const ms = [];
  const cpu = [];
  const end = performance.now() + 1000 * seconds;
  for (let call = 0; call < WARM_UP + LEAST || performance.now() < end; call++) {
    const used = process.cpuUsage();
    const before = performance.now();
    run();
    const after = performance.now();
    const { user, system } = process.cpuUsage(used);
    if (call < WARM_UP) continue;
    ms.push(after - before);
    cpu.push((user + system) / 1000);
  }
  return { ms, cpu };
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
