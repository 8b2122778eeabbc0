import type { Window } from '../model/window.js';
import { fit, panBy, zoomAt } from '../model/window.js';
import type { Chart } from './chart.js';

interface Actions {
  /** All steps, and those in view. */
  readonly windows: () => { all: Window; window: Window; zoomed: boolean };
  readonly selecting: () => boolean;
  /** The pointer is at an offset of the plot; undefined: it has left. */
  readonly hover: (x: number | undefined) => void;
  readonly select: (range: readonly [number, number] | undefined) => void;
  readonly zoom: (window: Window | undefined) => void;
}

interface Hold {
  readonly pointer: number;
  readonly what: 'pan' | 'select';
  readonly x: number;
  readonly window: Window;
}

/** A click is no range. */
const leastRange = 4;
/** What a wheel sends for a line, in pixels. */
const wheelLine = 16;

/** Wheel, drag and double click on the plot: it zooms, moves and selects. */
export function watchPointer(chart: Chart, actions: Actions): void {
  const { overlay } = chart;
  let hold: Hold | undefined;
  const xOf = (event: MouseEvent) => event.clientX - overlay.getBoundingClientRect().left;
  const stop = () => {
    hold = undefined;
    overlay.classList.remove('panning');
    actions.select(undefined);
  };

  overlay.addEventListener(
    'wheel',
    (event) => {
      const { all, window } = actions.windows();
      const scale = event.deltaMode === 1 ? wheelLine : 1;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      event.preventDefault();
      const perPixel = (window.to - window.from) / Math.max(1, chart.plot.width);
      if (isSideways) actions.zoom(panBy(window, sideways * scale * perPixel, all));
      else
        actions.zoom(zoomAt(window, chart.stepAt(xOf(event)), Math.exp(event.deltaY * scale * 0.0015), all));
    },
    { passive: false },
  );

  overlay.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.target !== overlay) return;
    const { window, zoomed } = actions.windows();
    const what = event.shiftKey || actions.selecting() ? 'select' : zoomed ? 'pan' : undefined;
    if (!what) return;
    overlay.setPointerCapture(event.pointerId);
    hold = { pointer: event.pointerId, what, x: xOf(event), window };
    overlay.classList.toggle('panning', what === 'pan');
  });

  overlay.addEventListener('pointermove', (event) => {
    const x = xOf(event);
    actions.hover(x);
    if (hold?.pointer !== event.pointerId) return;
    if (hold.what === 'select') return actions.select([hold.x, x]);
    const { all } = actions.windows();
    const span = hold.window.to - hold.window.from;
    actions.zoom(panBy(hold.window, ((hold.x - x) * span) / Math.max(1, chart.plot.width), all));
  });

  overlay.addEventListener('pointerup', (event) => {
    if (hold?.pointer !== event.pointerId) return;
    const { what, x: start } = hold;
    const x = xOf(event);
    stop();
    if (what !== 'select' || Math.abs(x - start) < leastRange) return;
    const [from, to] = [chart.stepAt(Math.min(x, start)), chart.stepAt(Math.max(x, start))];
    actions.zoom(fit({ from, to }, actions.windows().all));
  });

  overlay.addEventListener('pointercancel', stop);
  overlay.addEventListener('pointerleave', () => actions.hover(undefined));
  overlay.addEventListener('dblclick', (event) => {
    if (event.target === overlay) actions.zoom(undefined);
  });
  overlay.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') stop();
  });
}
