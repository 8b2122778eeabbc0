import { formatEpoch, formatLr, formatStep } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import type { CurveAnswer, OptimizerAnswer } from 'optim-sches-language-server/protocol';
import type { FromPage, PanelState } from '../../protocol.js';
import { el, setText } from '../dom.js';
import { optimizerNames, toggles } from '../model/lines.js';
import { toNumber } from '../model/numbers.js';
import { unitsOf } from '../model/units.js';
import type { Paint } from '../paint.js';
import { swatch } from './swatch.js';

/** Epochs mean something where there is more than one and somebody knows how long they are. */
function stepsOfEpoch(state: PanelState, curve: CurveAnswer): number | undefined {
  const { epochs } = unitsOf(curve, state);
  return epochs !== undefined && epochs < curve.steps ? epochs : undefined;
}

/** `step 4,000 · epoch 3.2` */
function place(step: number, perEpoch: number | undefined): string {
  const at = l10n.t('step {0}', formatStep(step));
  return perEpoch === undefined ? at : `${at} · ${l10n.t('epoch {0}', formatEpoch(step / perEpoch))}`;
}

/** What stands in one row and can change while a handle is dragged. */
function valuesOf({ facts }: OptimizerAnswer, perEpoch: number | undefined): readonly string[] {
  const { peak, warmupEnd, last } = facts;
  return [
    formatLr(toNumber(peak.lr)),
    place(toNumber(peak.step), perEpoch),
    warmupEnd ? place(toNumber(warmupEnd.step), perEpoch) : '–',
    formatLr(toNumber(last)),
  ];
}

/** The numbers beneath the chart. */
export class Facts {
  readonly element = el('div', { class: 'facts' });
  #shape = '';
  #values: HTMLElement[][] = [];

  constructor(readonly post: (message: FromPage) => void) {}

  draw(state: PanelState, curve: CurveAnswer | undefined, hidden: readonly string[], paint: Paint): void {
    const own = Object.entries(curve?.optimizers ?? {});
    const sentences = [
      ...(state.message === undefined ? [] : [state.message]),
      ...(curve ? notesOf(curve) : []),
    ];
    const shape = JSON.stringify([
      own.map(([name, { type, optimType }]) => [name, type, optimType]),
      sentences,
      hidden,
      state.current,
      paint,
    ]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#values = [];
      const parts: Element[] = [];
      if (curve && own.length > 0) parts.push(this.#table(state, curve, hidden, paint));
      if (sentences.length > 0)
        parts.push(el('ul', { class: 'notes' }, ...sentences.map((text) => el('li', {}, text))));
      this.element.replaceChildren(...parts);
    }
    const perEpoch = curve && stepsOfEpoch(state, curve);
    own.forEach(([, answer], row) => {
      valuesOf(answer, perEpoch).forEach((text, column) => {
        const cell = this.#values[row]?.[column];
        if (cell) setText(cell, text);
      });
    });
  }

  #table(state: PanelState, curve: CurveAnswer, hidden: readonly string[], paint: Paint): Element {
    const heads = [
      l10n.t('OptimScheduler'),
      l10n.t('Schedule · optimizer'),
      l10n.t('Peak'),
      l10n.t('Warm-up ends'),
      l10n.t('Last'),
    ];
    const names = optimizerNames(state);
    const rows = Object.entries(curve.optimizers).map(([name, { type, optimType }]) => {
      const look = swatch({ kind: 'plan', colour: names.indexOf(name), dash: 0 }, paint);
      const row = this.#row(name, `${type} · ${optimType}`, heads, look);
      if (name === state.current) row.classList.add('current');
      if (hidden.includes(toggles.optimizer(name))) row.classList.add('off');
      return row;
    });
    const head = el('tr', {}, ...heads.map((text) => el('th', { scope: 'col' }, text)));
    return el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows));
  }

  #row(name: string, types: string, heads: readonly string[], look: Element): HTMLElement {
    const text = (className: string) => el('span', { class: className });
    const values = [text('value'), text('more'), text('value'), text('value')] as const;
    this.#values.push([...values]);
    const [peak, at, warmup, last] = values;
    // A narrow panel has no head: each cell says what it is.
    const cell = (head: number, ...children: HTMLElement[]) =>
      el('td', { 'data-head': heads[head] }, ...children);
    const link = el(
      'button',
      {
        type: 'button',
        class: 'link',
        title: l10n.t('Go to {0} in the file', name),
        onclick: () => this.post({ type: 'reveal', optimizer: name }),
      },
      name,
    );
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, look, link),
      el('td', { class: 'types' }, types),
      cell(2, peak, at),
      cell(3, warmup),
      cell(4, last),
    );
  }
}

function* notesOf({ notes, left }: CurveAnswer): Generator<string> {
  yield* notes;
  // Most are in the notes already, with the reason.
  const unsaid = left.filter((name) => !notes.some((note) => note.includes(name)));
  if (unsaid.length > 0) yield l10n.t('Without a curve: {0}.', unsaid.join(', '));
}
