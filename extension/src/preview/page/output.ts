import type { FromPage, PanelState } from '../protocol.js';
import type { Scene } from './model/scene.js';
import { asTable } from './model/table.js';
import type { View } from './model/view.js';
import { pngOf, svgOf } from './picture.js';

/** What leaves the panel. */
export interface Shown {
  readonly state: PanelState;
  readonly view: View;
  readonly scene: Scene;
}

/** Hands a picture to the extension, which asks where to put it; CSV is the extension's own. */
export async function save(
  format: 'svg' | 'png' | 'csv',
  shown: Shown | undefined,
  post: (message: FromPage) => void,
): Promise<void> {
  if (format === 'csv') return post({ type: 'save', format });
  const svg = shown && svgOf(shown.state, shown.view, shown.scene);
  if (svg === undefined) return;
  if (format === 'svg') post({ type: 'save', format, text: svg });
  else post({ type: 'save', format, base64: await pngOf(svg) });
}

/** What is in view as a table, in the unit of the horizontal axis. */
export function tableOf({ window, perUnit, lines, axis }: Scene): string {
  // Not translated: programs read it.
  const unit = { steps: 'step', epochs: 'epoch', examples: 'examples' }[axis];
  return asTable(lines, { from: window.from / perUnit, to: window.to / perUnit }, unit);
}
