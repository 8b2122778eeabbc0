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

/** How Python prints a date: `2022-07-29`, `2022-07-29 12:30:45`, as UTC and without its time zone. */
export function timestampStr(text: string): string {
  const parts = fields(text);
  const [year = 0, month = 0, day = 0, ...time] = parts;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (time.length === 0) return date;
  const [hour = 0, minute = 0, second = 0, micro = 0] = time;
  const fraction = micro ? `.${String(micro).padStart(6, '0')}` : '';
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
}

/** How Python's `repr` prints a date: `datetime.date(2022, 7, 29)`. */
export function timestampRepr(text: string): string {
  const parts = fields(text);
  const name = { date: 'datetime.date', datetime: 'datetime.datetime', TimeStamp: 'TimeStamp' }[
    parseTimestamp(text)
  ];
  // Python leaves out seconds and microseconds that are zero at the end.
  let length = parts.length;
  while (length > 5 && parts[length - 1] === 0) length--;
  return `${name}(${parts.slice(0, length).join(', ')})`;
}

/** Year, month and day, and for a time hour, minute, second and microsecond, the time zone subtracted. */
function fields(text: string): number[] {
  const parts = PARTS.exec(text);
  const [year = 0, month = 0, day = 0] = [1, 2, 3].map((index) => Number(parts?.[index]));
  if (parts?.[5] === undefined) return [year, month, day];
  const [hour = 0, minute = 0, second = 0] = [5, 6, 7].map((index) => Number(parts[index]));
  const offset = (Number(parts[10] ?? 0) * 60 + Number(parts[11] ?? 0)) * (parts[9] === '-' ? -1 : 1);
  const at = new Date(Date.UTC(2000 + (year % 400), month - 1, day, hour, minute - offset, second));
  const micro = Number((/\.(\d+)/.exec(text)?.[1] ?? '').slice(0, 6).padEnd(6, '0'));
  const shown = year + (at.getUTCFullYear() - 2000 - (year % 400));
  return [
    shown,
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    micro,
  ];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
