import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadedNative } from './binding.js';

// The same distance from src/native and from dist/native.
const script = fileURLToPath(new URL('../../dist/native/smoke-main.js', import.meta.url));

/** Lets the set-up in a folder compute in a process of its own. Throws with what that process said when it fails. */
export function smoke(folder: string): LoadedNative {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LoadedNative;
  const said =
    stderr.split('\n').find((line) => /Error|error/.test(line)) ?? stderr.trim().split('\n').at(-1);
  const end = signal === null ? `exit code ${status}` : `signal ${signal}`;
  throw new Error(`TensorFlow does not run here (${end}): ${said?.trim() || 'it said nothing'}`);
}
