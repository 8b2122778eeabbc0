import { el } from '../dom.js';
import { lineColour } from '../model/colours.js';
import { nearestIndex } from '../model/numbers.js';
import type { Scene } from '../model/scene.js';
import { valueAt } from '../model/value-at.js';
import type { Paint } from '../paint.js';
import type { Chart } from './chart.js';

/** The cross-hair, its dots on the lines, and the range that is being selected: on a canvas above the lines. */
export class Hover {
  readonly canvas = el('canvas', { class: 'hover', 'aria-hidden': 'true' });
  #isClear = true;

  draw(
    chart: Chart,
    scene: Scene,
    paint: Paint,
    step: number | undefined,
    selected: readonly [number, number] | undefined,
  ): void {
    const { width, height } = chart.plot;
    const ratio = devicePixelRatio;
    const { canvas } = this;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    } else if (this.#isClear && step === undefined && !selected) return;
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    this.#isClear = step === undefined && !selected;
    if (selected) {
      const [from, to] = selected;
      ctx.fillStyle = paint.band;
      ctx.strokeStyle = paint.axis;
      ctx.fillRect(Math.min(from, to), 0, Math.abs(to - from), height);
      ctx.strokeRect(Math.round(Math.min(from, to)) + 0.5, -1, Math.round(Math.abs(to - from)), height + 2);
    }
    if (step === undefined) return;
    const x = chart.xOf(step);
    ctx.strokeStyle = paint.axis;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(Math.round(x) + 0.5, 0);
    ctx.lineTo(Math.round(x) + 0.5, height);
    ctx.stroke();
    for (const line of scene.lines) {
      const reading = valueAt(line, step / scene.perUnit);
      // A run's dots are where it was recorded, which need not be under the cross-hair.
      if (!reading || line.kind === 'valid') continue;
      const at = line.x[nearestIndex(line.x, step / scene.perUnit)] as number;
      ctx.beginPath();
      ctx.arc(
        line.kind === 'run' || line.kind === 'loss' ? chart.xOf(at * scene.perUnit) : x,
        chart.yOf(reading.value, line.side),
        line.kind === 'plan' ? 3.5 : 2.5,
        0,
        2 * Math.PI,
      );
      ctx.fillStyle = lineColour(line.kind, line.colour, paint.theme);
      ctx.strokeStyle = paint.background;
      ctx.lineWidth = 3;
      ctx.stroke();
      ctx.fill();
    }
  }
}
