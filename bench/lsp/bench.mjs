// The language server beside yaml-language-server with the generated JSON Schema, in turn, on the same Node.
//   npm run bench:lsp [-- --samples 15 --rounds 2 --lines 50,1000,10000]
// Writes bench/results/lsp.json and lsp.md. yaml-language-server is installed below bench/lsp when it is not there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, measureLeak } from './measure.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '50,1000,10000' },
    samples: { type: 'string', default: '15' },
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
    options: { settings: { holdNewProblems: 0 } },
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

const quantile = (list, share) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
};

const rows = [];
for (const lines of values.lines.split(',').map(Number)) {
  const runs = new Map(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const server of servers) {
      runs.get(server.name).push(await measure(server, lines, lines > 5000 ? 6 : Number(values.samples)));
      console.error(`${lines} lines, round ${round + 1}: ${server.name}`);
    }
  for (const [name, all] of runs) {
    const times = (what) => all.flatMap((run) => run.times[what]);
    const mean = (of) => all.reduce((sum, run) => sum + of(run), 0) / all.length;
    const part = (what) => ({
      p50: quantile(times(what), 0.5),
      p95: quantile(times(what), 0.95),
      cpu: mean((run) => run.cpu[what]),
    });
    rows.push({
      server: name,
      lines,
      diagnostics: part('diagnostics'),
      completion: part('completion'),
      hover: part('hover'),
      burst: part('burst'),
      initialize: mean((run) => run.initialized),
      firstDiagnostics: mean((run) => run.firstDiagnostics),
      memory: mean((run) => run.memory),
    });
  }
}
const leak = await measureLeak(servers[0], 40, 1000);

const ms = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
const cell = ({ p50, p95, cpu }) => `${ms(p50)} / ${ms(p95)} (${ms(cpu)})`;
const table = [
  '| lines | server | diagnostics | completion after a key | hover after an edit | burst of 12 keys | initialize | first diagnostics | memory |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map(
    (row) =>
      `| ${row.lines.toLocaleString('en')} | ${row.server} | ${cell(row.diagnostics)} | ${cell(row.completion)} | ${cell(row.hover)} | ${cell(row.burst)} | ${ms(row.initialize)} | ${ms(row.firstDiagnostics)} | ${Math.round(row.memory)} MB |`,
  ),
];
const text = `# The language server beside yaml-language-server 2.0.0

Made by \`npm run bench:lsp\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}. Milliseconds,
median / 95th percentile, and CPU milliseconds an operation in brackets (of the whole burst for the burst, in ticks of 10). Both servers run in turn on the
same documents; yaml-language-server has the generated JSON Schema and waits 200 ms before it checks, by design. Our hold
of new problems on the line being typed is switched off here.

${table.join('\n')}

40 documents of 1,000 lines opened and closed twice: ${leak.before} MB after the first 40, ${leak.after} MB after the second.
`;
const results = join(root, 'bench/results');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'lsp.json'), `${JSON.stringify({ rows, leak }, null, 1)}\n`);
writeFileSync(join(results, 'lsp.md'), text);
console.log(text);
