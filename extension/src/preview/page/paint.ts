import type { PictureTheme } from '@optim-sches/schemas/picture';
import { fade, themeOf } from './model/colours.js';

/** What the canvas is painted with; everything else has it from the style sheet. */
export interface Paint {
  readonly theme: PictureTheme;
  readonly text: string;
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly axis: string;
  readonly band: string;
  readonly font: string;
}

/** The font size of what stands in the chart, in pixels. */
export const chartFont = 11;

/** What VS Code's present theme says. */
export function readPaint(): Paint {
  const style = getComputedStyle(document.body);
  const variable = (name: string) => style.getPropertyValue(name).trim();
  const theme = themeOf(document.body.dataset.vscodeThemeKind);
  const text = variable('--vscode-foreground') || style.color;
  const strong = theme.startsWith('high-contrast');
  return {
    theme,
    text,
    muted: strong ? text : variable('--vscode-descriptionForeground') || text,
    background: variable('--vscode-editor-background') || style.backgroundColor,
    grid: fade(text, strong ? 0.22 : 0.09),
    axis: fade(text, strong ? 1 : 0.3),
    band: fade(text, strong ? 0.1 : 0.045),
    font: `${chartFont}px ${style.fontFamily}`,
  };
}

/** Calls back whenever the theme changes. */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  // VS Code writes the colours as variables into the root's style.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}
