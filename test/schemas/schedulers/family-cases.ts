import { readFileSync } from 'node:fs';
import { check, findScheduler, parseDocument, readConfig } from '@optim-sches/schemas';
import { expect } from 'vitest';
import type { ScheduleCase } from '../../oracle-runner/schedules.js';

/** The cases of a family in files of test/oracle. */
export function familyCases(family: string, ...files: string[]): ScheduleCase[] {
  return files.flatMap((file) => {
    const text = readFileSync(new URL(`../../oracle/${file}`, import.meta.url), 'utf8');
    const { cases } = JSON.parse(text) as { cases: ScheduleCase[] };
    return cases.filter(({ name }) => name.startsWith(`${family}.`));
  });
}

/** The errors that a user reads of a conf, one message a line. */
export function errorsOf(type: string, conf: Record<string, unknown>, lr = 0.1): string {
  const block = { type, conf: { optim_type: 'SGD', optim_conf: { lr }, ...conf } };
  const config = readConfig(parseDocument(JSON.stringify({ optim_sches: block })));
  return check(config, { target: 'runtime' })
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
    .join('\n');
}

/** Starts a schedule on its conf with its defaults filled in. Throws for a conf that is wrong. */
export function startSchedule(type: string, conf: Record<string, unknown>, lr = 0.1) {
  const entry = findScheduler(type);
  expect(entry, type).toBeDefined();
  if (!entry) throw new Error(`No schedule ${type}`);
  return entry.start(entry.conf.parse(conf), { lr });
}

/** What the schema of a schedule says of keys that are not there. */
export function missingOf(type: string, conf: Record<string, unknown>): string[] {
  const issues = findScheduler(type)?.conf.safeParse(conf).error?.issues ?? [];
  return issues.map(({ message }) => message).filter((message) => message.includes(' is missing'));
}
