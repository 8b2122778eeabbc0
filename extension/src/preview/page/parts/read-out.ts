import { formatEpoch, formatLr, formatStep } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import type { Chart } from '../chart/chart.js';
import { textWidth } from '../chart/text-width.js';
import { el, setHidden, setText } from '../dom.js';
import type { Line } from '../model/lines.js';
import { within } from '../model/numbers.js';
import { type Corner, quietCorner } from '../model/quiet-corner.js';
import type { Scene } from '../model/scene.js';
import { fullName } from '../model/table.js';
import { valueAt } from '../model/value-at.js';
import type { Paint } from '../paint.js';
import { swatch } from './swatch.js';

/** What is read at a step: where it is, and the value of every line, in the legend's order. */
export function readingsAt(
  scene: Scene,
  step: number,
): { place: string; values: { line: Line; text: string }[] } {
  const { units } = scene;
  const parts = [l10n.t('step {0}', formatStep(step))];
  if (units.epochs !== undefined) parts.push(l10n.t('epoch {0}', formatEpoch(step / units.epochs)));
  if (units.examples !== undefined)
    parts.push(l10n.t('{0} examples', formatStep(Math.round(step / units.examples))));
  const order = ['plan', 'ghost', 'other', 'run', 'loss', 'valid'];
  const lines = [...scene.lines].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.colour - b.colour,
  );
  const values = lines.flatMap((line) => {
    const reading = valueAt(line, step / scene.perUnit);
    return reading ? [{ line, text: (reading.exact ? '' : '≈ ') + formatLr(reading.value) }] : [];
  });
  return { place: parts.join(' · '), values };
}

/** From the cross-hair, in pixels. */
const distance = 16;
/** What stands around the texts of a row: padding, swatch, gaps. */
const padding = 76;
/** The box's font beside the chart's, a little generous. */
const fontRatio = 1.15;
/** So many points of each line say where it is. */
const sampled = 48;

/** Where the lines are, in pixels. */
function pointsOf(chart: Chart, { lines, window, perUnit }: Scene): [number, number][] {
  return lines.flatMap((line) =>
    Array.from({ length: sampled }, (_, i): [number, number] => {
      const step = window.from + ((window.to - window.from) * (i + 0.5)) / sampled;
      const value = valueAt(line, step / perUnit)?.value;
      return [chart.xOf(step), value === undefined ? Number.NaN : chart.yOf(value, line.side)];
    }),
  );
}

interface Row {
  readonly element: HTMLElement;
  readonly value: HTMLElement;
}

/** The values under the pointer, in a box beside it, and in words for those who do not see it. */
export class ReadOut {
  readonly element = el('div', { class: 'read-out', hidden: true, 'aria-hidden': 'true' });
  readonly live = el('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #place = el('div', { class: 'place' });
  readonly #rows = el('div', { class: 'rows' });
  #known: Row[] = [];
  #keys = '';
  #corner: Corner | undefined;
  #said: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.append(this.#place, this.#rows);
  }

  hide(): void {
    this.#corner = undefined;
    setHidden(this.element, true);
  }

  draw(chart: Chart, scene: Scene, paint: Paint, step: number): void {
    const { place, values } = readingsAt(scene, step);
    const keys = JSON.stringify([paint.theme, values.map(({ line }) => [line.key, line.colour])]);
    if (keys !== this.#keys) {
      this.#keys = keys;
      this.#known = values.map(({ line }) => this.#row(line, paint));
      this.#rows.replaceChildren(...this.#known.map(({ element }) => element));
    }
    setText(this.#place, place);
    values.forEach(({ text }, index) => {
      const row = this.#known[index];
      if (row) setText(row.value, text);
    });
    this.#stand(chart, scene, paint, step, [
      place,
      ...values.map(({ line, text }) => `${fullName(line)} ${text}`),
    ]);
    setHidden(this.element, false);
  }

  /** Beside the cross-hair, where the fewest lines are. The size is reckoned: to measure it would cost a layout a frame. */
  #stand(chart: Chart, scene: Scene, paint: Paint, step: number, texts: readonly string[]): void {
    const plot = chart.plot;
    const width = Math.max(160, ...texts.map((text) => textWidth(text, paint.font) * fontRatio)) + padding;
    const height = 24 + 20 * (texts.length - 1) + 20;
    const x = within(chart.xOf(step), 0, plot.width);
    this.#corner = quietCorner(
      pointsOf(chart, scene),
      ({ left, top }) => {
        const from = left ? x - distance - width : x + distance;
        const high = top ? 8 : plot.height - 8 - height;
        const isInside = from >= -plot.left && from + width <= plot.width + 16;
        return isInside ? { left: from, top: high, right: from + width, bottom: high + height } : undefined;
      },
      this.#corner ?? { left: x > plot.width / 2, top: true },
    );
    const { left, top } = this.#corner;
    const { style } = this.element;
    style.left = left ? 'auto' : `${Math.round(x + distance)}px`;
    style.right = left ? `${Math.round(plot.width - x + distance)}px` : 'auto';
    style.top = top ? '8px' : 'auto';
    style.bottom = top ? 'auto' : '8px';
    style.maxWidth = `${Math.round(Math.max(160, (left ? x + plot.left : plot.width - x + 16) - distance))}px`;
  }

  /** Says the values once the keys rest. */
  say(scene: Scene, step: number): void {
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      const { place, values } = readingsAt(scene, step);
      const words = values.map(({ line, text }) => `${fullName(line)} ${text.replace('≈', l10n.t('about'))}`);
      setText(this.live, [place, ...words].join(', '));
    }, 250);
  }

  #row(line: Line, paint: Paint): Row {
    const value = el('span', { class: 'value' });
    const element = el(
      'div',
      { class: 'row' },
      swatch(line, paint),
      el(
        'span',
        { class: 'name' },
        line.name,
        line.of !== undefined && el('span', { class: 'of' }, ` ${line.of}`),
      ),
      value,
    );
    return { element, value };
  }
}
