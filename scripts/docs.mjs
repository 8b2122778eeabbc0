// Writes the pages and pictures that are made from the registries: of diagnostics, schedules, optimizers and the
// experiment's arguments. `--check` writes nothing and fails when one is not what it should be.
//   npm run docs        npm run docs -- --check
import { experimentPages } from './docs/experiment.mjs';
import { putRight } from './docs/files.mjs';
import { optimizerPages } from './docs/optimizers.mjs';
import { problemPages } from './docs/problems.mjs';
import { schedulePages } from './docs/schedules.mjs';

const pages = new Map([
  ...problemPages(),
  ...schedulePages(),
  ...(await optimizerPages()),
  ...experimentPages(),
]);
const check = process.argv.includes('--check');
const stale = putRight(pages, check);
if (check && stale.length > 0) {
  console.error(`Not what \`npm run docs\` would write: ${stale.join(', ')}`);
  process.exitCode = 1;
} else console.log(check ? 'All pages are up to date.' : `${stale.length} files written.`);
