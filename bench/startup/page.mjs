/** What is measured, in the order of the page; `goal` in milliseconds for the median. */
const rows = [
  { name: 'node', title: '`node -e 0`' },
  { name: 'version', title: '`optim-sches --version`' },
  { name: 'check', title: '`optim-sches check recipes/g2p/quick.yaml`', goal: 150 },
  { name: 'checkFirst', title: 'the same, first run on a machine' },
  {
    name: 'firstStep',
    title: '`optim-sches train recipes/g2p/quick.yaml --backend wasm` to the end of its first step',
    goal: 3000,
  },
];

const ms = (value) => value.toLocaleString('en');

function cells({ name, title, goal }, { [name]: times, node }) {
  if (times === undefined) return [];
  const over = name === 'node' ? '' : ms(times.median - node.median);
  const outcome = goal === undefined ? '' : `${ms(goal)} ms: ${times.median <= goal ? 'reached' : 'missed'}`;
  return [
    `| ${[title, ms(times.median), ms(times.p10), ms(times.max), over, times.processor ?? '', outcome].join(' | ')} |`,
  ];
}

/** The results as a page. */
export function page({ command, machine, ms: times }) {
  return `# Start-up

Made by \`npm run bench:startup -- --rounds ${command.rounds} --trainings ${command.trainings}\` on ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; load average
${machine.load[0]} at the start and ${machine.load[1]} at the end. Milliseconds on the clock from the start of the process to its end, or to the first
line of metrics.jsonl; the programs take turns in ${command.rounds} rounds, the training in ${command.trainings} of them. Other programs use this machine too, for which
the tenth percentile tells what is left without them.

| | median | 10 % below | longest | above \`node -e 0\` | of the processor, mean | goal for the median |
| --- | --- | --- | --- | --- | --- | --- |
${rows.flatMap((row) => cells(row, times)).join('\n')}

A first run compiles the program and keeps the compiled code in the user's cache folder, from where the next ones take it
(docs/adr/0007-compiled-code-is-kept.md). \`check\` loads no TensorFlow.js.
`;
}
