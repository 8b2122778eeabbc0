/** On one thread the time of the processor, which other programs on the machine change little; on two that of the clock. */
const columns = [
  { name: 'ours', kind: 'cpu', title: 'this runtime' },
  { name: 'foreach1', kind: 'cpu', title: 'foreach' },
  { name: 'default1', kind: 'cpu', title: 'default' },
  { name: 'fused1', kind: 'cpu', title: 'fused' },
  { name: 'ours', kind: 'ms', title: 'this runtime, clock' },
  { name: 'foreach2', kind: 'ms', title: 'foreach, 2 threads, clock' },
  { name: 'default2', kind: 'ms', title: 'default, 2 threads, clock' },
  { name: 'fused2', kind: 'ms', title: 'fused, 2 threads, clock' },
];
const torchs = columns.filter(({ name }) => name !== 'ours');

const short = (value) => (value < 10 ? value.toPrecision(2) : value.toFixed(0));

/** Milliseconds, and of torch's how many times ours they are. */
function cell(row, { name, kind }) {
  const value = row[kind][name];
  if (value === undefined) return '';
  return name === 'ours' ? short(value) : `${short(value)} (${short(value / row[kind].ours)})`;
}

const table = (rows) =>
  [
    `| optimizer | ${columns.map(({ title }) => title).join(' | ')} |`,
    `| ---${' | ---'.repeat(columns.length)} |`,
    ...rows.map((row) => `| ${[row.type, ...columns.map((column) => cell(row, column))].join(' | ')} |`),
  ].join('\n');

const geometricMean = (values) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** What the rows say of one of torch's executions: the mean and the ends of its ratios to ours. */
function finding(rows, { name, kind, title }) {
  const ratios = rows
    .filter((row) => row[kind][name] !== undefined)
    .map((row) => ({ type: row.type, size: row.size, ratio: row[kind][name] / row[kind].ours }))
    .sort((a, b) => a.ratio - b.ratio);
  if (ratios.length === 0) return '';
  const told = ({ type, size, ratio }) => `${type}, ${size}: ${short(ratio)}`;
  const faster = ratios.filter(({ ratio }) => ratio < 1);
  const where = faster.length === 0 ? 'in no case' : `in ${faster.length}: ${faster.map(told).join('; ')}`;
  return (
    `- torch, ${title}: ${short(geometricMean(ratios.map(({ ratio }) => ratio)))} times our time in the geometric mean of ${ratios.length} cases, ` +
    `at most ${told(ratios.at(-1))}. Torch is faster ${where}.`
  );
}

/** The results as a page of tables with what they say in words. */
export function page({ machine, torch, rounds, seconds, rows }) {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  return `# Time of one update beside torch.optim

Made by \`node bench/optimizers/bench.mjs --rounds ${rounds} --seconds ${seconds}\`. Milliseconds of one update of all parameters (1 and 10
million in 4 and in 400 tensors), torch's default options (SGD with momentum 0.9): the median of the updates of a turn,
then the median of ${rounds} turns, which all programs took in each round. In brackets: torch's time over ours, so above 1 this
runtime is faster. Other programs used the machine too, so that on one thread the time of the processor is compared, and
the clock only where torch has two threads. This runtime runs in WebAssembly with SIMD on one thread; torch ${torch} has wider
vectors. "default" is what torch does when nothing is said, on a CPU one tensor after the other; "fused" exists for four
classes. ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; load average at the start of each round: ${machine.load.join(', ')}.

## What they say

${torchs
  .map((column) => finding(rows, column))
  .filter((line) => line !== '')
  .join('\n')}

An elementwise update here is one pass over memory, where foreach and the default pass over it once for each operation of
the rule; fused is one pass too, with vectors two to four times as wide. So this runtime wins against the first two, and
is about even with fused on one thread, where both wait for memory; a second thread is what it has not, and with few large tensors torch's is
worth its price. With 400 tensors torch spends its time on calls. Muon is matrix products of numbers rounded to bfloat16,
for which torch has faster ones.
${sizes.map((size) => `\n## ${size}\n\n${table(rows.filter((row) => row.size === size))}\n`).join('')}`;
}
