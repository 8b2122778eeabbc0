const context = document.createElement('canvas').getContext('2d');
const known = new Map<string, number>();

/** The width of a text in pixels, remembered: labels come again with every frame. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`;
  const before = known.get(key);
  if (before !== undefined || !context) return before ?? text.length * 6;
  if (known.size > 5000) known.clear();
  context.font = font;
  const { width } = context.measureText(text);
  known.set(key, width);
  return width;
}
