import uPlot from 'uplot';
import { el } from '../dom.js';
import { align } from '../model/align.js';
import type { Side } from '../model/lines.js';
import type { Scene } from '../model/scene.js';
import type { Paint } from '../paint.js';
import { drawAbove, drawBelow } from './marks.js';
import { type Drawn, optionsOf, shapeOf } from './options.js';

/** The plot without its axes, in pixels of the chart's element. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The lines on a canvas, and where in it things are. */
export class Chart {
  /** Put on top of the plot: what a reader touches. */
  readonly overlay = el('div', { class: 'overlay' });
  readonly element = el('div', { class: 'chart' });
  #u: uPlot | undefined;
  #shape = '';
  #drawn: Drawn | undefined;
  #lines: Scene['lines'] | undefined;
  #data: uPlot.AlignedData = [[]];
  #plot: Plot = { left: 0, top: 0, width: 0, height: 0 };
  #size = { width: 0, height: 0 };

  /** `resized` is called when there is more or less room. */
  constructor(resized: () => void) {
    this.element.append(this.overlay);
    new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      const size = { width: Math.floor(width), height: Math.floor(height) };
      if (size.width === this.#size.width && size.height === this.#size.height) return;
      this.#size = size;
      resized();
    }).observe(this.element);
  }

  get plot(): Plot {
    return this.#plot;
  }

  /** The room there is; another object when it changes. */
  get size(): Readonly<{ width: number; height: number }> {
    return this.#size;
  }

  /** False until the page is laid out. */
  get hasRoom(): boolean {
    return this.#size.width > 0 && this.#size.height > 0;
  }

  draw(scene: Scene, paint: Paint): void {
    if (!this.hasRoom) return;
    this.#drawn = { scene, paint };
    if (scene.lines !== this.#lines) {
      const { x, columns } = align(scene.lines);
      this.#data = [x, ...(columns as (number | null | undefined)[][])];
      this.#lines = scene.lines;
    }
    const shape = shapeOf(this.#drawn);
    if (this.#u && shape === this.#shape) {
      const u = this.#u;
      u.batch(() => {
        if (u.width !== this.#size.width || u.height !== this.#size.height) u.setSize(this.#size);
        u.setData(this.#data);
      });
      return;
    }
    this.#shape = shape;
    this.#u?.destroy();
    const current = () => this.#drawn as Drawn;
    const hooks = {
      drawAxes: [(u: uPlot) => drawBelow(u, current())],
      draw: [(u: uPlot) => drawAbove(u, current())],
    };
    this.#u = new uPlot(optionsOf(current, this.#size, hooks), this.#data, (u, init) => {
      this.element.prepend(u.root);
      init();
    });
    // Drawn now, not after this frame: the overlay needs to know where.
    this.#u.batch(() => {});
  }

  /** Lays the overlay over the plot, once it is drawn. */
  place(): void {
    const u = this.#u;
    if (!u) return;
    const { left, top, width, height } = u.bbox;
    const ratio = uPlot.pxRatio;
    const plot = { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
    const before = this.#plot;
    this.#plot = plot;
    const same = (['left', 'top', 'width', 'height'] as const).every((side) => plot[side] === before[side]);
    if (same) return;
    const { style } = this.overlay;
    style.left = `${plot.left}px`;
    style.top = `${plot.top}px`;
    style.width = `${plot.width}px`;
    style.height = `${plot.height}px`;
  }

  /** Places and values in pixels of the overlay, and back. */
  xOf(step: number): number {
    return this.#u?.valToPos(step / (this.#drawn?.scene.perUnit ?? 1), 'x') ?? 0;
  }

  yOf(value: number, side: Side = 'left'): number {
    return this.#u?.valToPos(value, side) ?? 0;
  }

  stepAt(x: number): number {
    return (this.#u?.posToVal(x, 'x') ?? 0) * (this.#drawn?.scene.perUnit ?? 1);
  }

  lrAt(y: number): number {
    return this.#u?.posToVal(y, 'left') ?? 0;
  }
}
