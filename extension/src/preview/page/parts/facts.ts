import { formatEpoch, formatLr, formatStep } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import type { CurveAnswer, OptimizerAnswer } from 'optim-sches-language-server/protocol';
import type { FromPage, PanelState } from '../../protocol.js';
import { el } from '../dom.js';
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

/** The numbers beneath the chart. */
export class Facts {
  readonly element = el('div', { class: 'facts' });
  #shown = '';

  constructor(readonly post: (message: FromPage) => void) {}

  draw(state: PanelState, curve: CurveAnswer | undefined, hidden: readonly string[], paint: Paint): void {
    const facts = Object.entries(curve?.optimizers ?? {}).map(([name, own]) => [
      name,
      own.type,
      own.optimType,
      own.facts,
    ]);
    const key = JSON.stringify([
      facts,
      curve?.notes,
      curve?.left,
      curve?.steps,
      unitsOf(curve, state),
      state.message,
      hidden,
      state.current,
      paint.theme,
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    const sentences = curve ? [...notesOf(curve)] : [];
    if (state.message !== undefined && curve) sentences.unshift(state.message);
    this.element.replaceChildren();
    if (curve && facts.length > 0) this.element.append(this.#table(state, curve, hidden, paint));
    if (sentences.length > 0)
      this.element.append(el('ul', { class: 'notes' }, ...sentences.map((text) => el('li', {}, text))));
  }

  #table(state: PanelState, curve: CurveAnswer, hidden: readonly string[], paint: Paint): Element {
    const perEpoch = stepsOfEpoch(state, curve);
    const heads = [
      l10n.t('OptimScheduler'),
      l10n.t('Schedule · optimizer'),
      l10n.t('Peak'),
      l10n.t('Warm-up ends'),
      l10n.t('Last'),
    ];
    const names = optimizerNames(state);
    return el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el(
        'tbody',
        {},
        ...Object.entries(curve.optimizers).map(([name, own]) => {
          const row = this.#row(
            name,
            own,
            heads,
            perEpoch,
            swatch({ kind: 'plan', colour: names.indexOf(name), dash: 0 }, paint),
          );
          if (name === state.current) row.classList.add('current');
          if (hidden.includes(toggles.optimizer(name))) row.classList.add('off');
          return row;
        }),
      ),
    );
  }

  #row(
    name: string,
    { type, optimType, facts }: OptimizerAnswer,
    heads: readonly string[],
    perEpoch: number | undefined,
    look: Element,
  ): HTMLElement {
    const { peak, warmupEnd, last } = facts;
    const cell = (head: number, strong: string, more = '') =>
      el(
        'td',
        // A narrow panel has no head: each cell says what it is.
        { 'data-head': heads[head] },
        el('span', { class: 'value' }, strong),
        more !== '' && el('span', { class: 'more' }, more),
      );
    return el(
      'tr',
      {},
      el(
        'th',
        { scope: 'row' },
        look,
        el(
          'button',
          {
            type: 'button',
            class: 'link',
            title: l10n.t('Go to {0} in the file', name),
            onclick: () => this.post({ type: 'reveal', optimizer: name }),
          },
          name,
        ),
      ),
      el('td', { 'data-head': heads[1], class: 'types' }, `${type} · ${optimType}`),
      cell(2, formatLr(toNumber(peak.lr)), place(toNumber(peak.step), perEpoch)),
      warmupEnd ? cell(3, place(toNumber(warmupEnd.step), perEpoch)) : cell(3, '–'),
      cell(4, formatLr(toNumber(last))),
    );
  }
}

function* notesOf({ notes, left }: CurveAnswer): Generator<string> {
  yield* notes;
  // Most are in the notes already, with the reason.
  const unsaid = left.filter((name) => !notes.some((note) => note.includes(name)));
  if (unsaid.length > 0) yield l10n.t('Without a curve: {0}.', unsaid.join(', '));
}
