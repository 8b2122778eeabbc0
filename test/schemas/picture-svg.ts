import { textWidth } from '../../schemas/src/curve/picture/text.js';

/** An element of a picture, with the attributes that text inherits from the groups around it. */
export interface Read {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Read[];
  /** The text inside, unescaped. */
  text: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescaped = (text: string) =>
  text.replace(/&(.*?);/g, (whole, name: string) => entities[name] ?? `unknown ${whole}`);

const inherited = ['font-size', 'font-weight', 'text-anchor'];

/** Reads an SVG strictly: throws at a tag that is not closed, a bare `<` or `&`, an attribute that is given twice. */
export function readSvg(svg: string): Read[] {
  const elements: Read[] = [];
  const open: Read[] = [];
  let at = 0;
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>|([^<>]+)/gy;
  for (let match = token.exec(svg); match; match = token.exec(svg)) {
    at = token.lastIndex;
    const [, closing, name = '', attributes = '', selfClosing, text] = match;
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`A bare & in ${text}`);
      for (const element of open) element.text += unescaped(text);
    } else if (closing) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`);
    } else {
      const around = open.at(-1)?.attributes ?? {};
      const own: Record<string, string> = {};
      for (const key of inherited) if (around[key] !== undefined) own[key] = around[key];
      const seen = new Set<string>();
      for (const [, key = '', value = ''] of attributes.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)) {
        if (seen.has(key)) throw new Error(`${key} is given twice in ${match[0]}`);
        if (/&(?!(amp|lt|gt|quot);)/.test(value)) throw new Error(`A bare & in ${value}`);
        seen.add(key);
        own[key] = unescaped(value);
      }
      const element: Read = { name, attributes: own, children: [], text: '' };
      elements.push(element);
      open.at(-1)?.children.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  if (at !== svg.length) throw new Error(`Not well-formed from: ${svg.slice(at, at + 60)}`);
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return elements;
}

/** A text of a picture and the rectangle that it may fill in the widest usual font. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The end at which it is anchored, and its baseline. */
  readonly x: number;
  readonly y: number;
}

const widthOf = ({ text, attributes }: Read) =>
  textWidth(text, Number(attributes['font-size']), attributes['font-weight'] === '600' ? 'bold' : 'normal') +
  Number(attributes.dx ?? 0);

/** The texts of a picture. */
export function textBoxes(elements: readonly Read[]): TextBox[] {
  return elements.flatMap((element) => {
    if (element.name !== 'text') return [];
    const { attributes, text, children } = element;
    const parts = children.length > 0 ? children : [element];
    const width = parts.reduce((sum, part) => sum + widthOf(part), 0);
    const size = Number(attributes['font-size']);
    const x = Number(attributes.x);
    const y = Number(attributes.y);
    const anchor = attributes['text-anchor'];
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return [{ text, x, y, left, right: left + width, top: y - 0.74 * size, bottom: y + 0.2 * size }];
  });
}

/** The points of a path of absolute `M` and `L` commands, one list for each run. */
export function pathPoints(d: string): { x: number; y: number }[][] {
  const runs: { x: number; y: number }[][] = [];
  for (const [, command, x, y] of d.matchAll(/([ML])(-?[\d.]+),(-?[\d.]+)/g)) {
    if (command === 'M') runs.push([]);
    runs.at(-1)?.push({ x: Number(x), y: Number(y) });
  }
  return runs;
}
