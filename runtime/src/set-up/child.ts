import { spawnSync } from 'node:child_process';

/**
 * Runs a script of this package in a Node of its own, since a library that does not fit the machine may end the process that loads it,
 * and answers the last line that it prints, read as JSON. Throws with what it said when it fails.
 */
export function askChild<Answer>(what: string, script: string, args: readonly string[]): Answer {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  const said =
    stderr.split('\n').find((line) => /Error|error/.test(line)) ?? stderr.trim().split('\n').at(-1);
  const end = signal === null ? `exit code ${status}` : `signal ${signal}`;
  throw new Error(`${what} does not run here (${end}): ${said?.trim() || 'it said nothing'}`);
}
