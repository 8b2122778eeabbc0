// The language server beside yaml-language-server with the generated JSON Schema, in turn, on the same Node.
//   npm run bench:lsp [-- --samples 20 --rounds 2 --lines 50,1000,10000]
// Writes bench/results/lsp.json and lsp.md. yaml-language-server is installed below bench/lsp when it is not there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, measureBare, measureLeak, operations } from './measure.mjs';
import { page } from './page.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '50,1000,10000' },
    samples: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '2' },
  },
});

const peer = join(here, 'node_modules/yaml-language-server/bin/yaml-language-server');
if (!existsSync(peer)) execFileSync('npm', ['install', '--no-package-lock'], { cwd: here, stdio: 'inherit' });

const schema = pathToFileURL(join(root, 'schemas/dist/optim-sches.schema.json')).href;
const servers = [
  {
    name: 'ours',
    command: [process.execPath, join(root, 'server/bin/optim-sches-language-server.js'), '--stdio'],
    // The hold is a wait by design, for the reader's eyes: it is no work.
    settings: { optimSches: { holdNewProblems: 0 } },
    options: { settings: { holdNewProblems: 0 }, pictures: true },
  },
  {
    name: 'yaml-language-server',
    command: [process.execPath, peer, '--stdio'],
    settings: {
      yaml: {
        schemas: { [schema]: ['*.yaml'] },
        schemaStore: { enable: false },
        kubernetesCRDStore: { enable: false },
        validate: true,
        hover: true,
        completion: true,
        format: { enable: false },
        customTags: ['!ref scalar', '!list scalar', '!tuple scalar', '!str scalar'],
      },
      http: {},
      '[yaml]': { 'editor.tabSize': 2 },
      editor: { tabSize: 2, detectIndentation: true },
      files: { associations: {} },
    },
    options: {},
  },
];

/** The value that a share of all is not above. */
const quantile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * list.length) - 1)];
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const load = () => Number(loadavg()[0].toFixed(2));

const began = Date.now();
const loads = [load()];
const bare = await measureBare();
const rows = [];
for (const lines of values.lines.split(',').map(Number)) {
  const runs = new Map(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const server of servers) {
      runs.get(server.name).push(await measure(server, lines, lines > 5000 ? 6 : Number(values.samples)));
      console.error(`${lines} lines, round ${round + 1}: ${server.name}`);
    }
  for (const [name, all] of runs) {
    const part = (what) => {
      const times = all.flatMap((run) => run.times[what]);
      const failures = all.flatMap((run) => run.failures[what]);
      return {
        p50: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        cpu: mean(all.map((run) => run.cpu[what])),
        ...(failures.length > 0
          ? { asked: times.length + failures.length, failed: failures.length, error: failures[0] }
          : {}),
      };
    };
    rows.push({
      server: name,
      lines,
      ...Object.fromEntries(operations.map((what) => [what, part(what)])),
      initialize: mean(all.map((run) => run.initialized)),
      firstDiagnostics: mean(all.map((run) => run.firstDiagnostics)),
      memory: mean(all.map((run) => run.memory)),
    });
  }
}
const leak = await measureLeak(servers[0], 40, 1000);
loads.push(load());

const machine = { cores: cpus().length, cpu: cpus()[0]?.model.trim(), node: process.version, load: loads };
const measured = { machine, seconds: Math.round((Date.now() - began) / 1000), bare, rows, leak };
const text = page(measured);
const results = join(root, 'bench/results');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'lsp.json'), `${JSON.stringify(measured, null, 1)}\n`);
writeFileSync(join(results, 'lsp.md'), text);
console.log(text);
