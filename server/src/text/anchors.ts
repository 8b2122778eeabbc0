import { lexemesOf, type Span } from '@optim-sches/schemas';

/** An anchor with the aliases that mean it; a name may be given again further down. */
export interface AnchorGroup {
  readonly name: string;
  /** The names without `&`; undefined for aliases without an anchor above them. */
  readonly anchor: Span | undefined;
  /** The names without `*`. */
  readonly aliases: readonly Span[];
}

interface Growing extends AnchorGroup {
  readonly aliases: Span[];
}

/** Every anchor of a text with its aliases, in the order of the text. */
export function anchorsOf(text: string): readonly AnchorGroup[] {
  const groups: Growing[] = [];
  const current = new Map<string, Growing>();
  let end = 0;
  let afterControl = false;
  for (const lexeme of lexemesOf(text)) {
    // Control characters of the lexer stand nowhere in the text; what follows "a scalar" is one, whatever it looks like.
    if (lexeme === '\u001f' || lexeme === '\u0018' || lexeme === '\u0002') {
      afterControl = lexeme === '\u001f';
      continue;
    }
    const isScalar = afterControl;
    afterControl = false;
    const start = end;
    end += lexeme.length;
    const mark = lexeme[0];
    if (isScalar || lexeme.length < 2 || (mark !== '&' && mark !== '*')) continue;
    const name = lexeme.slice(1);
    const span = { start: start + 1, end };
    if (mark === '*' && current.has(name)) current.get(name)?.aliases.push(span);
    else {
      const group: Growing =
        mark === '&' ? { name, anchor: span, aliases: [] } : { name, anchor: undefined, aliases: [span] };
      current.set(name, group);
      groups.push(group);
    }
  }
  return groups;
}

/** The anchor or alias at an offset with all that belongs to it; undefined where there is none. */
export function anchorAt(text: string, offset: number): (AnchorGroup & { readonly at: Span }) | undefined {
  // Most places are no anchor, and that is told without reading the text.
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!/[&*]/.test(text[offset] ?? '') && !/[&*][^\s,[\]{}]*$/.test(line.slice(-200))) return undefined;
  const onName = ({ start, end }: Span) => start - 1 <= offset && offset <= end;
  for (const group of anchorsOf(text)) {
    const at = [group.anchor, ...group.aliases].find((span) => span && onName(span));
    if (at) return { ...group, at };
  }
  return undefined;
}
