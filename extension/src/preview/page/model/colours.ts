import {
  type PictureColours as Colours,
  type PictureTheme,
  pictureThemes as themes,
} from '@optim-sches/schemas/picture';
import type { LineKind } from './lines.js';

/** The picture's theme for VS Code's name of it. */
export function themeOf(kind: string | undefined): PictureTheme {
  if (kind === 'vscode-light') return 'light';
  if (kind === 'vscode-high-contrast') return 'high-contrast';
  return kind === 'vscode-high-contrast-light' ? 'high-contrast-light' : 'dark';
}

/** A family of its own: greyed tones, which no learning rate has. */
const right: Readonly<Record<'light' | 'dark' | 'contrast', readonly string[]>> = {
  light: ['#5f6b7a', '#8a6d5a', '#5d7360', '#7a6480', '#7d7440'],
  dark: ['#aab6c6', '#cdb09b', '#a9bfa9', '#c2afc9', '#c9c294'],
  contrast: ['#d5dce6', '#f0d9c4', '#d3ead3', '#eadcf0', '#f0ebc4'],
};

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

const hex = (value: number): string => Math.round(value).toString(16).padStart(2, '0');

/** So much of `b` in `a`, both `#rrggbb`. */
export function mix(a: string, b: string, share: number): string {
  const other = channels(b);
  return `#${channels(a)
    .map((value, i) => hex(value + ((other[i] ?? value) - value) * share))
    .join('')}`;
}

/** A colour as VS Code writes it, with less of it showing; as it is where it is written in another way. */
export function fade(colour: string, alpha: number): string {
  const long = /^#[\da-f]{3}$/i.test(colour) ? colour.replace(/[\da-f]/gi, '$&$&') : colour;
  if (/^#[\da-f]{6}/i.test(long)) return `${long.slice(0, 7)}${hex(alpha * 255)}`;
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1]?.split(/[\s,/]+/);
  return parts ? `rgba(${parts.slice(0, 3).join(', ')}, ${alpha})` : colour;
}

/** The colour of an optimizer: eight of the theme, then the same ones nearer to the text's colour. */
export function optimizerColour(index: number, { lines, text }: Colours): string {
  const own = lines[index % lines.length] ?? text;
  const round = Math.floor(index / lines.length);
  return round === 0 ? own : mix(own, text, Math.min(0.75, 0.45 * round));
}

/** The colour of a line. */
export function lineColour(kind: LineKind, index: number, theme: PictureTheme): string {
  if (kind !== 'loss' && kind !== 'valid') return optimizerColour(index, themes[theme]);
  const family = theme === 'dark' ? right.dark : theme === 'high-contrast' ? right.contrast : right.light;
  return family[index % family.length] ?? themes[theme].muted;
}

const dashes: readonly (readonly number[])[] = [
  [6, 4],
  [2, 3],
  [9, 3, 2, 3],
  [10, 5],
  [4, 2],
];

/** The dashes of a compared line, in pixels; none for a line of the configuration's own or of a run. */
export function dashOf(kind: LineKind, dash: number): readonly number[] {
  if (kind !== 'ghost' && kind !== 'other') return [];
  return dashes[dash % dashes.length] ?? [];
}
