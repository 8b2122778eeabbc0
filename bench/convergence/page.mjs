/** Published word error rates on random splits of the current CMUdict without stress, which this split is one of. */
const published = [
  { system: 'Phonetisaurus, a weighted finite-state transducer', wer: 33.89 },
  { system: 'Transformer, 3 layers, 256 wide, feed-forward 512, 4 heads', wer: 30.2 },
];
const source = 'https://github.com/cmusphinx/g2p-seq2seq';

/** The goal of the recipe g2p/quick on the backend wasm. */
const goal = { backend: 'wasm', seconds: 180, per: 17 };

const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
const percent = (value) => (value === undefined ? '' : value.toFixed(1));
const heads = ['time, min', 'epoch', 'steps', 'PER %', 'WER %', 'held-out loss'];
const row = ({ seconds, epoch, step, per, wer, loss }) => [
  clock(seconds),
  epoch,
  step.toLocaleString('en'),
  percent(per),
  percent(wer),
  loss?.toFixed(3) ?? '',
];
const where = ({ cpu, cores, node, load, gpu }) =>
  `${gpu === undefined ? '' : `${gpu}, with `}${cores} cores of ${cpu}, Node ${node}, load average ${load[0]} at the start and ${load[1]} at the end`;

function goalText(runs) {
  const run = runs.find(({ backend }) => backend === goal.backend);
  const inTime = run?.validations.filter(({ seconds }) => seconds <= goal.seconds).at(-1);
  const words = `Goal: below ${goal.per} % on ${goal.backend} within ${clock(goal.seconds)} minutes`;
  if (run === undefined) return `${words}; not measured.`;
  if (!run.ended && run.seconds < goal.seconds && !(inTime?.per < goal.per))
    return `${words}; not measured, the run was stopped after ${clock(run.seconds)}.`;
  if (inTime === undefined) return `${words}: missed, no epoch had ended by then.`;
  const outcome = inTime.per < goal.per ? 'reached' : 'missed';
  const { validations } = run;
  const first = validations.find(({ per }) => per < goal.per);
  const when =
    first === undefined
      ? `it is not reached in ${clock(run.seconds)}`
      : `it is reached after ${clock(first.seconds)}`;
  return `${words}: ${outcome}, ${percent(inTime.per)} % after ${clock(inTime.seconds)}${outcome === 'reached' ? '' : `; ${when}`}.`;
}

const quickPart = (runs) => `## g2p/quick

The whole recipe (1,000 steps; d_model 64, 2+2 layers, batches of 128 words), from the start of the process; rates on 1,000
held-out words by greedy decoding. ${goalText(runs)}
${runs
  .map(
    (run) => `
### ${run.backend}

${run.told}. ${where(run.machine)}. ${run.ended ? `Ended after ${clock(run.seconds)}` : `Stopped after ${clock(run.seconds)}, as the limit of ${run.minutes} minutes asked`} with ${run.steps.toLocaleString('en')} steps.

${table(heads, run.validations.map(row))}
`,
  )
  .join('')}`;

/** The first validation, the last, the best, and some between. */
function some(validations) {
  const best = Math.min(...validations.map(({ wer }) => wer));
  const every = Math.max(1, Math.ceil(validations.length / 12));
  return validations.filter(
    ({ wer }, index) => wer === best || index % every === 0 || index === validations.length - 1,
  );
}

/** What is trained as far as a given time goes. */
const largeSizes = {
  'bench/convergence/large.yaml': {
    title: 'The large size',
    model: 'd_model 128, 3+3 layers, feed-forward 512, 4 heads, batches of 256 words, dropout 0.1',
    validated: '1,000',
    published: 'is twice as wide and was trained',
  },
  'recipes/g2p/full.yaml': {
    title: 'g2p/full',
    model: 'd_model 256, 3+3 layers, feed-forward 512, 4 heads, batches of 256 words, dropout 0.1',
    validated: '2,504',
    published: 'has this size, and was trained',
  },
};

function largePart(run) {
  const { config = 'bench/convergence/large.yaml' } = run;
  const size = largeSizes[config];
  const names = {
    best: () => 'the best epoch',
    average: ({ count }) => `mean of the weights of the ${count} best epochs`,
  };
  const trial = Object.entries(run.trial ?? {}).map(([name, seconds]) => `${name} ${seconds} s`);
  const rates = run.models.map((model) => [
    `this run, ${names[model.kind](model)}`,
    percent(model.valid.per),
    percent(model.valid.wer),
    percent(model.test.per),
    percent(model.test.wer),
  ]);
  const others = published.map(({ system, wer }) => [
    `${system} ([g2p-seq2seq](${source}))`,
    '',
    '',
    '',
    wer,
  ]);
  const [{ valid, test }] = run.models;
  return `
## ${size.title}

${size.model} (${config}), on the backend
${run.told}${trial.length > 0 ? `, the fastest in a trial (a step: ${trial.join(', ')})` : ''}. ${where(run.machine)}.
${run.steps.toLocaleString('en')} steps in ${clock(run.seconds)} minutes, ${((run.steps * 256) / 118_625).toFixed(1)} passes over the dictionary. The epochs are chosen by the WER of ${size.validated}
held-out words; below are the whole splits of ${valid.words.toLocaleString('en')} (valid) and ${test.words.toLocaleString('en')} words (test), which no training step sees.

${table(['', 'valid PER %', 'valid WER %', 'test PER %', 'test WER %'], [...rates, ...others])}

The published figures are of the current CMUdict without stress as well. They are comparable, not equal: the split is another
random one (here a word belongs to a split by its hash), that Transformer ${size.published} for up to 200,000 steps,
and here each phone is the best one at its place (greedy decoding), against the nearest of a word's pronunciations. Figures of 20
to 25 % that are found for other systems are of an older, fixed split, on which this is not measured.

The training, by the ${size.validated} words:

${table(heads, some(run.validations).map(row))}
`;
}

/** The results as a page; a part that was never measured is left out. */
export function page({ quick, large }) {
  return `# What is learned in how much time

Made by \`npm run bench:convergence\`. Grapheme-to-phoneme conversion on the CMU Pronouncing Dictionary: phoneme error rate (PER) and
word error rate (WER), in percent, of words that were held out. Times are on the clock, from the start of the process, with
validations and checkpoints; other programs use this machine too, the load average tells how much.

${quick === undefined ? '' : quickPart(quick)}${large === undefined ? '' : largePart(large)}`;
}
