/** One entry of a block mapping, with the lines that belong to it. */
export interface Block {
  /** The keys above it, outermost first: `['train_cfg', 'optim_sches']`. */
  readonly parents: readonly string[];
  readonly key: string;
  /** Where the key stands; comments may stand in front of it. */
  readonly keyAt: number;
  readonly start: number;
  readonly end: number;
  /** The blocks below it, where it is split further; its own text is then the line with its key. */
  readonly children: readonly Block[];
}

/** The keys whose mappings are long, so that their entries are blocks of their own. */
const splitKeys: ReadonlySet<string> = new Set(['optim_sches', 'train_cfg']);

const plainKey = /([A-Za-z_][\w.-]*):(?=[ \r\n]|$)/y;
const bareKey = /[A-Za-z_][\w.-]*:[ ]*(?:#.*)?\r?(?:\n|$)/y;

interface Line {
  readonly start: number;
  readonly end: number;
  /** Blanks in front; undefined for a line that is blank or a comment. */
  readonly indent: number | undefined;
}

function linesOf(text: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  for (let start = from; start < to; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline >= to ? to : newline + 1;
    let at = start;
    while (at < end && text.charCodeAt(at) === 32) at++;
    const first = text[at];
    const blank = at >= end || first === '\n' || first === '\r' || first === '#';
    lines.push({ start, end, indent: blank ? undefined : at - start });
    start = end;
  }
  return lines;
}

/** The entries at one indent; undefined where the lines are no plain block mapping of it. */
function entriesOf(
  text: string,
  lines: readonly Line[],
  indent: number,
  parents: readonly string[],
): Block[] | undefined {
  const starts: { line: number; key: string }[] = [];
  for (const [line, { start, indent: own }] of lines.entries()) {
    if (own === undefined || own > indent) continue;
    if (own < indent) return undefined;
    plainKey.lastIndex = start + indent;
    const key = plainKey.exec(text)?.[1];
    if (key === undefined) return undefined;
    starts.push({ line, key });
  }
  const [first] = starts;
  if (first === undefined || lines.slice(0, first.line).some(({ indent: own }) => own !== undefined))
    return undefined;
  return starts.map(({ line, key }, index) => {
    const end = starts[index + 1]?.line ?? lines.length;
    const own = lines.slice(line, end);
    // What stands in front of the first entry (a comment) belongs to it.
    const start = (index === 0 ? lines[0] : own[0])?.start ?? 0;
    return {
      parents,
      key,
      keyAt: (own[0]?.start ?? 0) + indent,
      start,
      end: own.at(-1)?.end ?? start,
      children: childrenOf(text, own, indent, [...parents, key]),
    };
  });
}

function childrenOf(
  text: string,
  lines: readonly Line[],
  indent: number,
  path: readonly string[],
): readonly Block[] {
  const [header, ...rest] = lines;
  const key = path.at(-1) ?? '';
  if (!header || !splitKeys.has(key) || rest.length === 0) return [];
  bareKey.lastIndex = header.start + indent;
  if (!bareKey.test(text)) return [];
  const inner = rest.find((line) => line.indent !== undefined)?.indent;
  return inner === undefined || inner <= indent ? [] : (entriesOf(text, rest, inner, path) ?? []);
}

/** What keeps a text from being cut at its lines: other documents, directives, and what is no printable character or line break. */
const odd =
  /^(?:---|\.\.\.|%)|\r(?!\n)|[^ -~\n\r\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/mu;

/**
 * Cuts a text into the entries of its top-level mapping, and those of `optim_sches` and `train_cfg` further. Undefined
 * when the text is anything else, or a key stands twice: then it has to be read as a whole.
 */
export function splitBlocks(text: string): readonly Block[] | undefined {
  if (odd.test(text)) return undefined;
  const blocks = entriesOf(text, linesOf(text, 0, text.length), 0, []);
  return blocks && hasOnce(blocks) ? blocks : undefined;
}

function hasOnce(blocks: readonly Block[]): boolean {
  return (
    new Set(blocks.map(({ key }) => key)).size === blocks.length &&
    blocks.every(({ children }) => hasOnce(children))
  );
}
