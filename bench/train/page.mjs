import { compared, goals, jobText, warmUp } from './jobs.mjs';

const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const nameOf = ({ program }, { torch }) => (program === 'PyTorch' ? `PyTorch ${torch}, eager` : program);

const differenceText = ({ difference, difference_steps }) =>
  difference === null
    ? ''
    : `${difference.toExponential(1)}${difference_steps < compared.steps ? ` in ${difference_steps}` : ''}`;

function sizeTable(size, { rows, versions }) {
  const heads = [
    'program',
    'cores',
    's a step, median',
    '10 % of steps below',
    'mean',
    'of the processor',
    'words/s',
  ];
  const more = ["times PyTorch's", 'of the processor', 'peak memory, MB', "losses' greatest difference"];
  const cells = rows
    .filter((row) => row.size === size)
    .map((row) => [
      nameOf(row, versions),
      row.cores,
      row.median_s,
      row.p10_s,
      row.mean_s,
      row.processor_s ?? '',
      row.words_per_s.toLocaleString('en'),
      row.ratio ?? '',
      row.processor_ratio ?? '',
      row.peak_mb?.toLocaleString('en') ?? '',
      differenceText(row),
    ]);
  return table([...heads, ...more], cells);
}

/** On one core the processor's time is told as well, which other programs on the machine change less. */
const measuredText = ({ ratio, processor_ratio, cores }) =>
  `${ratio} times${cores === 1 && processor_ratio !== null ? `; of the processor's time ${processor_ratio}` : ''}`;

/** Each goal with its figure; one that was not measured says so. */
function goalRows({ rows, absent }) {
  const times = goals.flatMap(({ backend, job, cores, most }) =>
    cores.map((count) => {
      const row = rows.find((each) => each.program === backend && each.size === job && each.cores === count);
      const what = `${backend}, ${job}, ${count === 1 ? 'one core' : `${count} cores`}`;
      const measured = row?.ratio ?? null;
      const why = absent.some(({ name }) => name === backend) ? 'does not run here' : 'not measured';
      const outcome = measured === null ? why : measured <= most ? 'reached' : 'missed';
      return [
        what,
        `at most ${most} times PyTorch's time`,
        measured === null ? '' : measuredText(row),
        outcome,
      ];
    }),
  );
  const differences = rows
    .filter(
      ({ program, difference, difference_steps }) =>
        program !== 'PyTorch' && difference !== null && difference_steps === compared.steps,
    )
    .map(({ program, size, difference }) => ({ program, size, difference }))
    .sort((a, b) => b.difference - a.difference);
  const [worst] = differences;
  const words = `losses of the first ${compared.steps} steps`;
  const goal = `differ from PyTorch's by at most ${compared.most.toExponential(0)}`;
  if (worst === undefined) return [...times, [words, goal, '', 'not measured']];
  const { program, size, difference } = worst;
  const figure = `${difference.toExponential(1)} (${program}, ${size})`;
  return [...times, [words, goal, figure, difference <= compared.most ? 'reached' : 'missed']];
}

/** How the processor's cores were used, which is the measure where nothing else computes. */
const coresText = ({ pinned }) =>
  `"One core" means one thread${pinned ? ', and a program that is kept on one core' : ''}.
PyTorch's threads wait passively (\`OMP_WAIT_POLICY=passive\`), its batches are ready before its clock starts, while those of this
runtime are made within its steps.`;

const gpuText = ({ gpu }) =>
  `All compute on the machine's GPU, ${gpu}.
PyTorch's batches are ready in the processor's memory before its clock starts, while those of this runtime are made within its steps. Matrix
products are of float32 numbers everywhere.`;

const goalsText = (result) => `
## Goals

${table(['what', 'goal', 'measured', ''], goalRows(result))}
`;

/** The results as a page of tables. */
export function page(result) {
  const { command, machine, versions, jobs, rows, absent, software } = result;
  const told = new Set(rows.flatMap((row) => row.told ?? []));
  const unequal = rows.filter(({ repeats }) => !repeats);
  const wish = command.gpu ? '--gpu' : `--cores ${command.cores}`;
  return `# Training speed beside PyTorch${command.gpu ? ', on a GPU' : ''}

Made by \`npm run bench:train -- --sizes ${command.sizes} ${wish} --steps ${command.steps} --rounds ${command.rounds}\` on ${machine.cores} cores of
${machine.cpu}, Node ${machine.node}; load average at the start of each round and at the end: ${machine.load.join(', ')}, which the
run itself raises. A grapheme-to-phoneme Transformer on the CMU Pronouncing Dictionary, with the same initial weights, batches
and learning rates in all programs, which take turns in each round. ${command.gpu ? gpuText(machine) : coresText(machine)} The first ${warmUp} steps of a run are not counted; "times PyTorch's" is the median of the rounds'
ratios of medians. "Of the processor" is what a step takes of all cores' time, the mean of a run's steps, which other programs change less.
The losses' greatest difference is to PyTorch's on as many cores, PyTorch's own to that on one.

Backends: ${[...told].join('; ')}.${absent.map(({ name, text }) => ` Not measured: ${name} (${text}).`).join('')}${software === null ? '' : `\nWebGPU computes on software here, ${software} steps in the first round: that shows that it works, not how fast a GPU is.`}
${command.gpu ? '' : goalsText(result)}${Object.entries(jobs)
  .map(([size, job]) => `\n## ${size}: ${jobText(job)}\n\n${sizeTable(size, result)}\n`)
  .join(
    '',
  )}${unequal.length === 0 ? '' : `\nTwo runs of the same program gave losses that differ: ${unequal.map((row) => `${nameOf(row, versions)} (${row.size}, ${row.cores} cores)`).join(', ')}.\n`}`;
}
