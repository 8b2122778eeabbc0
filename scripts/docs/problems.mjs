// A page for each diagnostic, and their list.
import { documentProblems, rules } from '../../schemas/dist/index.js';
import { table, yaml } from './markdown.mjs';

const fileOf = (code) => `${code.replace(/^optim\//, '')}.md`;

function page({ code, severity, summary, docs, example }) {
  const target = example?.target ? ` (\`--target ${example.target}\`)` : '';
  const examples = example
    ? `\n## Reported${target}\n\n${yaml(example.bad)}\n\n## Not reported\n\n${yaml(example.good)}\n`
    : '';
  return `# ${code}\n\n${summary}\n\nSeverity: ${severity}, unless set otherwise.\n\n${docs}\n${examples}`;
}

/** The pages by their path in docs/. */
export function problemPages() {
  const all = [...rules, ...documentProblems];
  const list = table(
    ['name', 'what it is'],
    all.map(({ code, summary }) => [`[${code}](${fileOf(code)})`, summary]),
  );
  return new Map([
    ...all.map((rule) => [`problems/${fileOf(rule.code)}`, page(rule)]),
    ['problems/README.md', `# Problems\n\nWhat \`optim-sches check\` reports.\n\n${list}\n`],
  ]);
}
