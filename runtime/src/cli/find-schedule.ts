import {
  familyOf,
  meantTypes,
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
/** A name as the reader wrote it, cut to a length that can be read. */
export const quoted = (text: string) => `"${printable(text.slice(0, 100))}"`;

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
  throw new CliError(`There is no schedule ${quoted(name)}. ${meantWords(name, all) ?? listsAll}`);
}

/** Where all schedules are found, as a sentence. */
export const listsAll = 'optim-sches schedules lists all.';

/** So many names are read, not looked through. */
const few = 6;

/** What a name that is no schedule most likely stands for, as a question; undefined when nothing is near. */
export function meantWords(name: string, among: readonly Scheduler[] = schedulers): string | undefined {
  const types = meantTypes(name).types.filter((type) => among.some((entry) => entry.type === type));
  const shown = types.slice(0, few).map((type) => `"${type}"`);
  const last = shown.at(-1);
  if (last === undefined) return undefined;
  return `Did you mean ${shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${last}` : last}?`;
}
