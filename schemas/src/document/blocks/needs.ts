/** What a piece of text may need of the rest of its file to be read. Names too many do no harm. */
export interface Needs {
  /** Top-level keys that `!ref` names. */
  readonly keys: readonly string[];
  /** Anchors that aliases name. */
  readonly aliases: readonly string[];
  /** Anchors that it defines. */
  readonly anchors: readonly string[];
  /** True where nobody can tell without reading it: then it needs everything. */
  readonly all: boolean;
}

const nothing: Needs = { keys: [], aliases: [], anchors: [], all: false };
/** What ends the name of an anchor. */
const names = (text: string, mark: '&' | '*') =>
  [...text.matchAll(mark === '&' ? /&([^\s,[\]{}]+)/g : /\*([^\s,[\]{}]+)/g)].map((match) => match[1] ?? '');

/** What the text needs, told from its characters. */
export function needsOf(text: string): Needs {
  if (!/[&*]|!ref|!<|<</.test(text)) return nothing;
  const brackets = text.includes('!ref')
    ? [...text.matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? '')
    : [];
  return {
    // A key with its indices, and the operands of arithmetic.
    keys: [...new Set(brackets.flatMap((inside) => [inside, ...inside.split(/[^\w.-]+|[-+*/]/)]))],
    aliases: names(text, '*'),
    anchors: names(text, '&'),
    // A name that goes over lines or has escapes is not what it looks like.
    all: text.includes('!<') || brackets.some((inside) => /[\n\r\\'"]/.test(inside)),
  };
}
