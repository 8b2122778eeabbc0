// A training by the command line that is stopped after a given time, and gone on with where it was stopped before.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../lib/doctor.mjs';

/** What `train` answers when it was stopped by a signal: it has saved itself. */
const interrupted = 130;

/**
 * Trains until the end of the configuration or until `minutes` have passed in all since the run began, those of earlier
 * calls included, from the start of each process to its end. Answers `{seconds, steps, validations, ended, told}`:
 * validations as `{seconds, epoch, step, per, wer, …}`, `ended` true when the configuration's end was reached, and the
 * line in which the program says what its backend is.
 */
export async function trainFor({ config, runFolder, backend, minutes }) {
  const sessionsFile = `${runFolder}.sessions.json`;
  const before = existsSync(join(runFolder, 'run.json'))
    ? JSON.parse(readFileSync(sessionsFile, 'utf8'))
    : [];
  const left = 60 * minutes - before.reduce((sum, { seconds }) => sum + seconds, 0);
  const from = before.length === 0 ? [config, '--run', runFolder] : ['--resume', runFolder];
  const sessions = [...before];
  if (left > 0 && outcomeOf(runFolder) !== 'finished') {
    const start = Date.now() / 1000;
    const code = await untilStopped([commandLine, 'train', ...from, '--backend', backend], 1000 * left);
    if (code !== 0 && code !== interrupted)
      throw new Error(`The training ended with ${code}; see ${runFolder}.`);
    sessions.push({ start, seconds: Date.now() / 1000 - start });
    writeFileSync(sessionsFile, JSON.stringify(sessions));
  }
  const run = JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8'));
  return {
    ...readMetrics(runFolder, sessions),
    ended: outcomeOf(runFolder) === 'finished',
    told: run.backendReason.replace(' (as asked)', ''),
  };
}

function outcomeOf(runFolder) {
  const file = join(runFolder, 'run.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).ended?.outcome : undefined;
}

/** Runs a Node program, shows what it says, and asks it to stop after some milliseconds. Answers its exit code. */
async function untilStopped(args, milliseconds) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGINT'), milliseconds);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The steps and validations of a run, with the time that was trained until each. */
function readMetrics(runFolder, sessions) {
  const lines = readFileSync(join(runFolder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const elapsed = (time) =>
    sessions.reduce((sum, { start, seconds }) => sum + Math.min(Math.max(time - start, 0), seconds), 0);
  const validations = lines
    .filter((line) => line.valid !== undefined)
    .map(({ time, epoch, step, valid }) => ({ seconds: Math.round(elapsed(time)), epoch, step, ...valid }));
  return {
    seconds: Math.round(sessions.reduce((sum, { seconds }) => sum + seconds, 0)),
    steps: lines.findLast((line) => line.losses !== undefined).step,
    validations,
  };
}
