// The preview panel's page in Chromium: how long it takes to draw what it is sent, and how evenly it draws while a handle is
// dragged. Ten optimizers over a million steps.
//   node bench/panel/bench.mjs [--states 40] [--drags 4] [--frames 180]
// Writes bench/results/panel.json and panel.md. Run it after `npm run build`, on a machine that does nothing else.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePage, openPanel, startBrowser } from '../../test/page/harness.mjs';
import { many } from '../../test/page/samples.mjs';
import { dragFrames, timeStates } from './in-page.mjs';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '40' },
    drags: { type: 'string', default: '4' },
    frames: { type: 'string', default: '180' },
  },
});
const optimizers = 10;
const steps = 1_000_000;

const quantile = (list, share) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};
const summary = (list) => ({
  count: list.length,
  p50: quantile(list, 0.5),
  p95: quantile(list, 0.95),
  longest: Math.max(0, ...list),
});

const load = loadavg()[0];
const bundle = await bundlePage();
const browser = await startBrowser();
const version = browser.version();
const host = await openPanel(browser, bundle, {
  text: many(optimizers, steps),
  state: { stepsPerEpoch: 5000, current: 'block_4' },
  // The bench answers drags itself, inside of the page: else the harness's own pipe would be measured.
  drag: false,
});
const { server, page } = host;
const curve = await server.curve({ stepsPerEpoch: 5000 });
const points = Object.values(curve.optimizers)[0].steps.length;

// What a server answers to a drag, at twelve places of the hand.
const answers = [];
for (let i = 0; i < 12; i++)
  answers.push(
    await server.drag({
      stepsPerEpoch: 5000,
      optimizer: 'block_10',
      handle: 'peak',
      to: 0.0008 + i * 0.00005,
    }),
  );
// A warm-up of the engine, as after the first second of use.
await page.evaluate(timeStates, { curve, count: 10 });
const drawn = await page.evaluate(timeStates, { curve, count: Number(values.states) });
const runs = [];
for (let i = 0; i < Number(values.drags); i++)
  runs.push(await page.evaluate(dragFrames, { answers, frames: Number(values.frames), delay: 8 }));
await host.close();
await browser.close();

const all = (key) => runs.flatMap((run) => run[key]);
const result = {
  machine: `${cpus().length} cores, ${cpus()[0]?.model.trim()}`,
  chromium: version,
  loadAverage: { before: Number(load.toFixed(2)), after: Number(loadavg()[0].toFixed(2)) },
  optimizers,
  steps,
  pointsEach: points,
  stateToDrawn: summary(drawn),
  dragFrames: summary(all('frames')),
  dragWork: summary(all('work')),
  dragLongTasks: summary(all('long')),
  dragAnswers: all('answered').reduce((sum, count) => sum + count, 0),
  framesOver20: all('frames').filter((each) => each > 20).length,
};

const ms = (value) => value.toFixed(1);
const row = (what, { p50, p95, longest, count }) =>
  `| ${what} | ${ms(p50)} | ${ms(p95)} | ${ms(longest)} | ${count} |`;
const text = `# The preview panel

Made by \`node bench/panel/bench.mjs\` on ${result.machine}, Chromium ${version} without a graphics card, load average
${result.loadAverage.before} before and ${result.loadAverage.after} after. ${optimizers} optimizers over ${steps.toLocaleString('en')} steps, ${points.toLocaleString('en')} points each. Milliseconds.

| what | median | 95th percentile | longest | number |
| --- | --- | --- | --- | --- |
${row('from a state to its drawing', result.stateToDrawn)}
${row('from frame to frame while dragging', result.dragFrames)}
${row('script in a frame while dragging', result.dragWork)}

${result.dragLongTasks.count} tasks took more than 50 ms (the longest ${ms(result.dragLongTasks.longest)}). ${result.framesOver20} of ${result.dragFrames.count} frames came more than 20 ms after the one before. The curves were redrawn from ${result.dragAnswers} answers,
each 8 ms after its question; the time of the language server is not in these figures.
`;
const results = fileURLToPath(new URL('../results', import.meta.url));
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'panel.json'), `${JSON.stringify(result, null, 1)}\n`);
writeFileSync(join(results, 'panel.md'), text);
console.log(text);
