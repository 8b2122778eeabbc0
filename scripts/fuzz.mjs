// npm run fuzz [-- TEST FILES]: the property tests of texts with other cases than `npm test` draws, and more of them.
import { spawnSync } from 'node:child_process';

const seed = process.env.FUZZ_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
const runs = process.env.FUZZ_RUNS ?? '2000';
const files = process.argv.slice(2);
console.log(`FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`);
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--testTimeout=3600000',
    ...(files.length > 0
      ? files
      : ['test/schemas/blocks.test.ts', 'test/server/fuzz.test.ts', 'test/server/formatting.test.ts']),
  ],
  { stdio: 'inherit', env: { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: runs } },
);
process.exit(status ?? 1);
