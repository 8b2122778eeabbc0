import { PythonError } from './python-error.js';

const PARTS =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:([Tt])|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/**
 * The Python class that ruamel makes of a date: `date`, `datetime`, or its own `TimeStamp`
 * (written with a `T` or a time zone). Throws Python's ValueError for a date that does not exist.
 */
export function parseTimestamp(text: string): 'date' | 'datetime' | 'TimeStamp' {
  const parts = PARTS.exec(text);
  if (!parts) throw new PythonError('ConstructorError', `failed to construct timestamp from "${text}"`);
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1) throw new PythonError('ValueError', `year ${year} is out of range`);
  if (month < 1 || month > 12) throw new PythonError('ValueError', 'month must be in 1..12');
  if (day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate())
    throw new PythonError('ValueError', 'day is out of range for month');
  if (parts[5] === undefined) return 'date';
  if (Number(parts[5]) > 23) throw new PythonError('ValueError', 'hour must be in 0..23');
  if (Number(parts[6]) > 59) throw new PythonError('ValueError', 'minute must be in 0..59');
  if (Number(parts[7]) > 59) throw new PythonError('ValueError', 'second must be in 0..59');
  return parts[4] !== undefined || parts[9] !== undefined ? 'TimeStamp' : 'datetime';
}
