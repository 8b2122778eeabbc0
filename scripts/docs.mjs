// Writes the pages that are made from the registries: one for each diagnostic, schedule and optimizer, and one for the
// experiment's arguments. `--check` writes nothing and fails when a page is not what it should be.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  commonConf,
  documentProblems,
  experimentArguments,
  optimizers,
  rules,
  schedulers,
} from '../schemas/dist/index.js';

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs');
const made = '<!-- Made by `npm run docs` from the registries; edit the registry entry instead. -->\n\n';
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const yaml = (text) => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;

const fieldTable = (shape) =>
  table(
    ['key', 'default', 'unit', 'meaning'],
    Object.entries(shape).map(([key, field]) => {
      const fallback = field.safeParse(undefined);
      const meta = field.meta() ?? {};
      const value = fallback.success ? `\`${JSON.stringify(fallback.data)}\`` : 'required';
      return [
        `\`${key}\``,
        value,
        meta.unit ?? '',
        `${meta.description ?? ''}${meta.noEffect ? ` *No effect here: ${meta.noEffect}*` : ''}`,
      ];
    }),
  );

const referenceLine = (reference) => {
  if (!reference) return '';
  const { title, authors, year, url } = reference;
  const text = [authors, url ? `[${title}](${url})` : title, year].filter(Boolean).join(', ');
  return `Reference: ${text}.\n`;
};

const problemPage = ({ code, severity, summary, docs: words, example }) => {
  const target = example?.target ? ` (\`--target ${example.target}\`)` : '';
  const examples = example
    ? `\n## Reported${target}\n\n${yaml(example.bad)}\n\n## Not reported\n\n${yaml(example.good)}\n`
    : '';
  return `# ${code}\n\n${summary}\n\nSeverity: ${severity}, unless set otherwise.\n\n${words}\n${examples}`;
};

const schedulePage = (entry) => {
  const aliases = entry.aliases.map((alias) => `\`${alias}\``).join(', ');
  return `# ${entry.type}\n\n${entry.summary}\n\n\`\`\`text\n${entry.formula}\n\`\`\`\n\n${aliases ? `Also spelled ${aliases}.\n\n` : ''}${fieldTable(entry.conf.shape)}\n\n${referenceLine(entry.reference)}`;
};

const optimizerPage = (entry) => {
  const limit = entry.limitation
    ? `**Cannot be used for every training:** ${entry.limitation.why} Use ${entry.limitation.instead} instead.\n\n`
    : '';
  const effect = entry.scheduleEffect ? `${entry.scheduleEffect}\n\n` : '';
  const [low, high] = entry.usualLr;
  return `# ${entry.type}\n\n${entry.summary}\n\n${limit}${effect}Usual peak learning rate: ${low} to ${high}. [torch's page](${entry.docs}).\n\n${fieldTable(entry.options.shape)}\n\n${referenceLine(entry.reference)}`;
};

const allProblems = [...rules, ...documentProblems];
const fileOf = (name) => `${name.replace(/^optim\//, '')}.md`;
const list = (title, intro, entries) =>
  `# ${title}\n\n${intro}\n\n${table(
    ['name', 'what it is'],
    entries.map(({ name, summary }) => [`[${name}](${fileOf(name)})`, summary]),
  )}\n`;

const pages = new Map([
  ...allProblems.map((rule) => [`problems/${fileOf(rule.code)}`, problemPage(rule)]),
  ...schedulers.map((entry) => [`schedules/${fileOf(entry.type)}`, schedulePage(entry)]),
  ...optimizers.map((entry) => [`optimizers/${fileOf(entry.type)}`, optimizerPage(entry)]),
  [
    'problems/README.md',
    list(
      'Problems',
      'What `optim-sches check` reports.',
      allProblems.map(({ code, summary }) => ({ name: code, summary })),
    ),
  ],
  [
    'schedules/README.md',
    list(
      'Learning-rate schedules',
      'The `type` of an OptimScheduler.',
      schedulers.map(({ type, summary }) => ({ name: type, summary })),
    ),
  ],
  [
    'optimizers/README.md',
    list(
      'Optimizers',
      'The `optim_type` of an OptimScheduler: the classes of torch.optim.',
      optimizers.map(({ type, summary }) => ({ name: type, summary })),
    ),
  ],
  [
    'experiment.md',
    `# The experiment's arguments\n\nThe top-level keys of an exp_cfg. Other keys are variables for \`!ref\`.\n\n${fieldTable(experimentArguments.shape)}\n\n# The keys of every OptimScheduler's conf\n\n${fieldTable(commonConf.shape)}\n`,
  ],
]);

const folders = ['problems', 'schedules', 'optimizers'];
const check = process.argv.includes('--check');
const read = (path) => {
  try {
    return readFileSync(join(docs, path), 'utf8');
  } catch {
    return undefined;
  }
};
const stale = [];
for (const [path, words] of pages) {
  const text = made + words;
  if (read(path) === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(join(docs, dirname(path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
for (const folder of folders) {
  for (const name of read(`${folder}/README.md`) === undefined ? [] : readdirSync(join(docs, folder))) {
    if (pages.has(`${folder}/${name}`)) continue;
    stale.push(`${folder}/${name}`);
    if (!check) rmSync(join(docs, folder, name));
  }
}
if (check && stale.length > 0) {
  console.error(`Not what \`npm run docs\` would write: ${stale.join(', ')}`);
  process.exitCode = 1;
} else console.log(check ? 'All pages are up to date.' : `${stale.length} pages written.`);
