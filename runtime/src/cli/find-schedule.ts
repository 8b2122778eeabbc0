import {
  familyOf,
  type ScheduleFamily,
  type Scheduler,
  scheduleFamilies,
  schedulers,
  suggest,
} from '@optim-sches/schemas';
import { CliError } from './cli-error.js';
import { printable } from './printable.js';

const lastPart = (type: string) => type.slice(type.lastIndexOf('.') + 1);
const spellings = ({ type, aliases }: Scheduler) => [type, ...aliases];
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const quoted = (text: string) => `"${printable(text.slice(0, 100))}"`;

/** The toolkit of this name, whatever the case of its letters. Throws with the nearest one when there is none. */
export function findFamily(name: string): ScheduleFamily {
  const found = scheduleFamilies.find((family) => same(family.name, name) || same(family.title, name));
  if (found) return found;
  const names = scheduleFamilies.map((family) => family.name);
  const near = suggest(name, names);
  const help = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${near}"?`;
  throw new CliError(`There is no family ${quoted(name)} of schedules. ${help}`);
}

/**
 * The schedule that a user names: by its type or an alias, or by the last part of one where that is the only one; the
 * case of the letters does not count. Throws with the nearest names when there is none, or more than one.
 */
export function findSchedule(name: string, family?: ScheduleFamily): Scheduler {
  const all = schedulers.filter((entry) => family === undefined || familyOf(entry) === family);
  const whole = all.find((entry) => spellings(entry).some((type) => same(type, name)));
  if (whole) return whole;
  const byPart = all.filter((entry) => spellings(entry).some((type) => same(lastPart(type), name)));
  const [only] = byPart;
  if (only && byPart.length === 1) return only;
  if (only) {
    const types = byPart.map(({ type }) => type).join(', ');
    throw new CliError(`Several schedules are named ${quoted(name)}: ${types}. Give one of these.`);
  }
  throw new CliError(`There is no schedule ${quoted(name)}. ${help(name, all)}`);
}

function help(name: string, all: readonly Scheduler[]): string {
  const types = all.map(({ type }) => type);
  const part = suggest(lastPart(name), types.map(lastPart));
  const near = suggest(name, types) ?? types.find((type) => part !== undefined && lastPart(type) === part);
  return near === undefined ? 'optim-sches schedules lists all.' : `Did you mean "${near}"?`;
}
