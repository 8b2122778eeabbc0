/** A piece of SVG. Made by `element` alone, so that a plain string is always text to be escaped. */
export interface Element {
  readonly markup: string;
}

type Attribute = string | number | undefined;
type Child = Element | string | undefined | readonly Child[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML 1.0 has no place for these, whatever the escape; lone surrogates (Cs) are no characters at all.
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** `text` as XML character data or the inside of an attribute in double quotes; characters XML forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"]/g, (char) => entities[char] ?? char);
}

const write = (value: string | number) =>
  escapeXml(typeof value === 'number' ? String(Math.round(value * 10) / 10 + 0) : value);

function inside(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'string') return escapeXml(child);
  return 'markup' in child ? child.markup : child.map(inside).join('');
}

/**
 * One SVG element. Text and attribute values are escaped here and nowhere else; numbers keep one decimal;
 * attributes that are undefined are left out.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): Element {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) open += ` ${key}="${write(value)}"`;
  const content = inside(children);
  return { markup: content === '' ? `${open}/>` : `${open}>${content}</${name}>` };
}
