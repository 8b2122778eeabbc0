import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { filesOf } from './page-files.js';
import { runCli } from './run-cli.js';

let folder = '';

/** Gives every test of a file a new folder with the example of docs/own-model.md, which trains in a second. */
export function useVowels(): void {
  beforeEach(() => {
    folder = filesOf('own-model.md');
  });
}

/** A path in the test's folder; the folder itself without names. */
export const at = (...names: string[]) => join(folder, ...names);
export const read = (name: string) => readFileSync(at(name), 'utf8');
export const write = (name: string, text: string) => writeFileSync(at(name), text);

/** Runs `optim-sches train` in the test's folder. */
export const train = (...args: string[]) => runCli(['train', ...args], folder);

/** The losses of each line of metrics.jsonl. */
export const lossesOf = (run: string) =>
  read(`${run}/metrics.jsonl`)
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { losses?: unknown }).losses);

/** The saved parameters, bit by bit. */
export const model = (run: string, step: number) =>
  readFileSync(at(run, `checkpoints/step-${step}/model.safetensors`)).toString('hex');
