import { curveSvg } from '@optim-sches/schemas/picture';
import type { PanelState } from '../protocol.js';
import { asCurve } from './model/as-curve.js';
import { toggles } from './model/lines.js';
import type { Scene } from './model/scene.js';
import type { View } from './model/view.js';

const size = { width: 960, height: 360 };
/** Screens of today have two pixels where there was one. */
const pixels = 2;

/** What is shown as a picture for a paper: light, whole, without the panel's own colours; undefined without a curve. */
export function svgOf(state: PanelState, view: View, scene: Scene): string | undefined {
  const { curve, ghost, source } = state;
  if (!curve) return undefined;
  const isShown = (name: string) => !view.hidden.includes(toggles.optimizer(name));
  const other = ghost && !view.hidden.includes(toggles.ghost) ? ghost : state.others[0];
  return curveSvg(asCurve(curve, isShown), {
    theme: 'light',
    ...size,
    title: source.name,
    xAxis: scene.axis === 'epochs' ? 'epochs' : 'steps',
    yAxis: scene.left.log ? 'log' : 'linear',
    compare: other && asCurve(other.curve, isShown),
    compareLabel: other?.label,
  });
}

/** The picture as PNG, in base64. */
export async function pngOf(svg: string): Promise<string> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = size.width * pixels;
    canvas.height = size.height * pixels;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const data = canvas.toDataURL('image/png');
    return data.slice(data.indexOf(',') + 1);
  } finally {
    URL.revokeObjectURL(url);
  }
}
