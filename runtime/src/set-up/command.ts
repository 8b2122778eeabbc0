import { spawn, spawnSync } from 'node:child_process';
import { SetUpError } from './set-up-error.js';

/** How a set-up tells what it does, a line at a time. */
export type Say = (line: string) => void;

const heartbeatSeconds = 15;

/**
 * Runs a program to its end and answers what it wrote to standard output. Tells every quarter of a minute that it still
 * runs. Throws a `SetUpError` with the last lines that the program wrote when it fails.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: {
    readonly what: string;
    readonly help: string;
    readonly say: Say;
    readonly env?: NodeJS.ProcessEnv;
  },
): Promise<string> {
  const { what, help, say, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const start = performance.now();
    const seconds = () => Math.round((performance.now() - start) / 1000);
    const heartbeat = setInterval(() => say(`  … ${seconds()} s`), heartbeatSeconds * 1000);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // The end is what tells why; a compiler can write megabytes.
      err = (err + text).slice(-8000);
    });
    const fail = (why: string) => {
      const said = err.trim().split('\n').slice(-8).join('\n');
      reject(new SetUpError(`${what} failed: ${why}.${said === '' ? '' : `\n${said}`}\n${help}`));
    };
    child.once('error', (error) => {
      clearInterval(heartbeat);
      fail(error.message);
    });
    child.once('close', (code, signal) => {
      clearInterval(heartbeat);
      if (code === 0) resolve(out);
      else
        fail(
          signal === null ? `${program} ended with exit code ${code}` : `${program} was ended by ${signal}`,
        );
    });
  });
}

/** The first line that a program answers, or undefined when it is not there or fails. */
export function probe(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? (stdout.trim().split('\n')[0] ?? '') : undefined;
}
