// How long the curve of a stateless schedule over ten million steps takes, sampled as a hover or panel needs it, and
// how long the same function takes to walk every step. Prints a table and writes bench/results/curve.json.
import { writeFileSync } from 'node:fs';
import { configCurve, curveSvg, parseDocument, readConfig, svgDataUri } from '../../schemas/dist/index.js';

const text = `optim_sches:
  type: noam.NoamLr
  conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: 25000}
`;
const config = readConfig(parseDocument(text));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const time = (run, rounds) =>
  median(
    Array.from({ length: rounds }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );

const steps = 1e7;
const sampled = configCurve(config, { steps, stepsPerEpoch: 5000, sample: 1500 });
const svg = curveSvg(sampled, { theme: 'dark' });
const rows = [
  [
    'curve of 10^7 steps, 1,500 points',
    time(() => configCurve(config, { steps, stepsPerEpoch: 5000, sample: 1500 }), 21),
  ],
  ['curve of 10^7 steps, every step', time(() => configCurve(config, { steps, stepsPerEpoch: 5000 }), 3)],
  ['its picture as SVG', time(() => curveSvg(sampled, { theme: 'dark' }), 21)],
  ['read the configuration', time(() => readConfig(parseDocument(text)), 21)],
];
const result = {
  node: process.version,
  median_ms: Object.fromEntries(rows),
  data_uri_bytes: svgDataUri(svg).length,
};
console.table(Object.fromEntries(rows.map(([name, ms]) => [name, { 'median ms': Number(ms.toFixed(2)) }])));
writeFileSync(new URL('../results/curve.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
