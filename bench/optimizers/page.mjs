const columns = [
  ['ours', 'this runtime'],
  ['foreach1', 'foreach, 1 thread'],
  ['foreach2', 'foreach, 2 threads'],
  ['default1', 'default, 1 thread'],
  ['default2', 'default, 2 threads'],
  ['fused1', 'fused, 1 thread'],
  ['fused2', 'fused, 2 threads'],
];

const short = (value) => (value < 10 ? value.toPrecision(2) : value.toFixed(0));

/** Milliseconds, and of torch's how many times ours they are. */
function cell(ms, name) {
  const value = ms[name];
  if (value === undefined) return '';
  return name === 'ours' ? short(value) : `${short(value)} (${short(value / ms.ours)})`;
}

const table = (rows) =>
  [
    `| optimizer | ${columns.map(([, title]) => title).join(' | ')} |`,
    `| ---${' | ---'.repeat(columns.length)} |`,
    ...rows.map(({ type, ms }) => `| ${[type, ...columns.map(([name]) => cell(ms, name))].join(' | ')} |`),
  ].join('\n');

const geometricMean = (values) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Torch's time over ours in each row, the least first. */
const ratiosOf = (rows, name, kind) =>
  rows
    .filter((row) => row.ms[name] !== undefined)
    .map((row) => ({ type: row.type, size: row.size, ratio: row[kind][name] / row[kind].ours }))
    .sort((a, b) => a.ratio - b.ratio);

const mean = (ratios) => short(geometricMean(ratios.map(({ ratio }) => ratio)));

/** What the rows say of one of torch's executions: the means and the ends of its ratios to ours. */
function finding(rows, name, title) {
  const ratios = ratiosOf(rows, name, 'ms');
  if (ratios.length === 0) return '';
  const told = ({ type, size, ratio }) => `${type}, ${size}: ${short(ratio)}`;
  const faster = ratios.filter(({ ratio }) => ratio < 1);
  const where = faster.length === 0 ? 'in no case' : `in ${faster.length} (${faster.map(told).join('; ')})`;
  return (
    `- ${title}: ${mean(ratios)} times our time (${mean(ratiosOf(rows, name, 'p10'))} by the fastest tenth of the updates), ` +
    `geometric mean of ${ratios.length} cases. At most ${told(ratios.at(-1))}. Torch is faster ${where}.`
  );
}

/** The results as a page of tables with what they say in words. */
export function page({ machine, torch, rounds, seconds, rows }) {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  return `# Time of one update beside torch.optim

Made by \`node bench/optimizers/bench.mjs --rounds ${rounds} --seconds ${seconds}\`. Milliseconds of one update of all parameters (1 and 10
million in 4 and in 400 tensors), torch's default options (SGD with momentum 0.9): median of the updates of a turn, then
the median of ${rounds} turns, which all programs took in the same round on a machine that other programs used too. In brackets: torch's time over ours, so above 1
this runtime is faster. This runtime runs in WebAssembly with SIMD on one thread; torch ${torch} has wider vectors, and is
measured on one thread and on two. "default" is what torch does when nothing is said, on a CPU one tensor after the
other; "fused" exists for four classes. ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; load average at the start of each round:
${machine.load.join(', ')}.

## What they say

${columns
  .slice(1)
  .map(([name, title]) => finding(rows, name, title))
  .filter((line) => line !== '')
  .join('\n')}

An elementwise update here is one pass over memory, where foreach passes over it once for each operation of the rule.
${sizes.map((size) => `\n## ${size}\n\n${table(rows.filter((row) => row.size === size))}\n`).join('')}`;
}
