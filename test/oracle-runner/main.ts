import { readFileSync } from 'node:fs';
import { startBackend } from '../../runtime/src/backends/index.js';
import type { CaseResult } from './result.js';
import { line } from './result.js';
import { runFile } from './run-file.js';

/** `npm run oracle -- FILE…`: one line a case, the counts at the end; exit 1 when a case failed. */
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run oracle -- FILE.json…');
  process.exit(2);
}
await startBackend();
const results: CaseResult[] = [];
let unread = 0;
for (const file of files) {
  try {
    for (const result of await runFile(readFileSync(file, 'utf8'))) {
      results.push(result);
      console.log(line(result));
    }
  } catch (error) {
    unread++;
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
const count = (status: CaseResult['status']) => results.filter((result) => result.status === status).length;
console.log(`${count('ok')} passed, ${count('FAILED')} failed, ${count('skipped')} skipped`);
process.exitCode = unread > 0 ? 2 : count('FAILED') > 0 ? 1 : 0;
