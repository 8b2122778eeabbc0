import { formatEpoch, formatLr, formatStep } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import type { Chart } from '../chart/chart.js';
import { el, setText } from '../dom.js';
import type { Line } from '../model/lines.js';
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
  #said: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.append(this.#place, this.#rows);
  }

  hide(): void {
    this.element.hidden = true;
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
    // On the side with more room; it is placed without being measured.
    const { width } = chart.plot;
    const x = Math.min(Math.max(chart.xOf(step), 0), width);
    const { style } = this.element;
    const onLeft = x > width / 2;
    style.left = onLeft ? 'auto' : `${Math.round(x + 16)}px`;
    style.right = onLeft ? `${Math.round(width - x + 16)}px` : 'auto';
    style.maxWidth = `${Math.round(Math.max(160, (onLeft ? x : width - x) - 16))}px`;
    this.element.hidden = false;
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
