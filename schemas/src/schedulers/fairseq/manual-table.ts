/** Learning rates of a table, in the order in which they are written: each is for the keys `from` to `to`. */
export type ManualTable = readonly { readonly from: number; readonly to: number; readonly lr: number }[];

const whole = /^[+-]?\d+$/;
const value = String.raw`[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?`;
const entry = new RegExp(String.raw`^(['"])([^'"]*)\1:(?:(${value})|(['"])(${value})\4)$`);

/** The keys of one entry: `5`, `1-3` (with both ends) or `1,4,6`; undefined when Python's `int` would refuse them. */
function keysOf(text: string): readonly (readonly [from: number, to: number])[] | undefined {
  const numbers = (texts: readonly string[]) =>
    texts.every((one) => whole.test(one)) ? texts.map(Number) : undefined;
  if (text.includes(',')) return numbers(text.split(','))?.map((key) => [key, key] as const);
  if (!text.includes('-')) return numbers([text])?.map((key) => [key, key] as const);
  const [from, to] = numbers(text.split('-').slice(0, 2)) ?? [];
  return from === undefined || to === undefined ? undefined : [[from, to]];
}

/** Splits at the commas between entries, not at those within quotes. */
const entriesOf = (body: string): readonly string[] => body.match(/(?:'[^']*'|"[^"]*"|[^,'"])+/g) ?? [];

/**
 * Reads a table as fairseq's `manual` schedule takes it, the text of a Python dict such as `{'1-3': 1e-3, '4': 5e-4}`;
 * undefined when it is none.
 */
export function readManualTable(text: string): ManualTable | undefined {
  const [, body] = /^\{(.*?),?\}$/.exec(text.replace(/\s/g, '')) ?? [];
  if (body === undefined) return undefined;
  const table: { from: number; to: number; lr: number }[] = [];
  for (const one of entriesOf(body)) {
    const [, , key = '', plain, , quoted] = entry.exec(one) ?? [];
    const keys = keysOf(key);
    const number = plain ?? quoted;
    if (keys === undefined || number === undefined) return undefined;
    const lr = Number(number.replaceAll('_', ''));
    for (const [from, to] of keys) if (from <= to) table.push({ from, to, lr });
  }
  return table;
}

/** The learning rate of the largest key up to `n`, the later entry where two have it; undefined when there is no such key. */
export function manualLr(table: ManualTable, n: number): number | undefined {
  const reached = table.filter(({ from }) => from <= n);
  const key = Math.max(...reached.map(({ to }) => Math.min(to, n)));
  return reached.findLast(({ from, to }) => from <= key && key <= to)?.lr;
}
