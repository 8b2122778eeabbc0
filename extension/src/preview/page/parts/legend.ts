import * as l10n from '@vscode/l10n';
import type { FromPage, PanelState } from '../../protocol.js';
import { el, setAttribute } from '../dom.js';
import { type Line, lossNames, optimizerNames, toggledNames, toggles, validNames } from '../model/lines.js';
import type { Paint } from '../paint.js';
import { swatch } from './swatch.js';

interface Entry {
  readonly toggle: string;
  readonly text: string;
  readonly look: Pick<Line, 'kind' | 'colour' | 'dash'>;
  readonly remove?: FromPage;
  readonly isCurrent?: boolean;
}

function entriesOf(state: PanelState): Entry[] {
  const names = optimizerNames(state);
  const losses = lossNames(state);
  /** The colour of a source with one line; several have none in common. */
  const colourOf = (lines: Readonly<Record<string, unknown>>) => {
    const [first = '', ...more] = Object.keys(lines);
    return more.length > 0 ? -1 : names.indexOf(first);
  };
  const entries: Entry[] = toggledNames(state).map((name) => ({
    toggle: toggles.optimizer(name),
    text: name,
    look: { kind: 'plan', colour: names.indexOf(name), dash: 0 },
    isCurrent: name === state.current,
  }));
  if (state.ghost)
    entries.push({
      toggle: toggles.ghost,
      text: state.ghost.label,
      look: { kind: 'ghost', colour: colourOf(state.ghost.curve.optimizers), dash: 0 },
    });
  state.others.forEach(({ label, curve }, index) => {
    entries.push({
      toggle: toggles.other(label),
      text: label,
      look: { kind: 'other', colour: colourOf(curve.optimizers), dash: index + 1 },
      remove: { type: 'remove', label },
    });
  });
  state.runs.forEach(({ id, label, lr }, dash) => {
    entries.push({
      toggle: toggles.run(id),
      text: label,
      look: { kind: 'run', colour: colourOf(lr), dash },
      remove: { type: 'removeRun', id },
    });
  });
  losses.forEach((text, colour) => {
    entries.push({ toggle: toggles.loss(text), text, look: { kind: 'loss', colour, dash: 0 } });
  });
  validNames(state).forEach((text, index) => {
    const colour = losses.length + index;
    const value = lastOf(state, text);
    const shown = value === undefined ? text : `${text} ${value.toPrecision(3)}`;
    entries.push({ toggle: toggles.valid(text), text: shown, look: { kind: 'valid', colour, dash: 0 } });
  });
  return entries;
}

/** The newest value of a metric: it has no axis. */
function lastOf({ runs }: PanelState, metric: string): number | undefined {
  const values = runs.flatMap((run) => run.valid[metric]?.at(-1)?.[1] ?? []);
  return values.length === 1 ? values[0] : undefined;
}

interface Actions {
  /** Shows what is hidden, hides what is shown. */
  readonly toggle: (toggle: string) => void;
  /** Hides all the others of its kind; shows them again where it is alone already. */
  readonly only: (toggle: string) => void;
  readonly post: (message: FromPage) => void;
}

/** What is drawn, as a row of buttons that show and hide it. */
export class Legend {
  readonly element = el('div', { class: 'legend', role: 'group', 'aria-label': l10n.t('Curves') });
  #shown = '';

  constructor(readonly actions: Actions) {}

  draw(state: PanelState, hidden: readonly string[], paint: Paint): void {
    const entries = entriesOf(state);
    const shown = JSON.stringify([entries, paint.theme, paint.text]);
    // The buttons stay as they are, and with them the focus, unless there are others.
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.element.replaceChildren(...entries.map((entry) => this.#chip(entry, paint)));
    }
    for (const button of this.element.querySelectorAll<HTMLElement>('[data-toggle]'))
      setAttribute(button, 'aria-pressed', String(!hidden.includes(button.dataset.toggle ?? '')));
  }

  #chip({ toggle, text, look, remove, isCurrent }: Entry, paint: Paint): Element {
    const { actions } = this;
    const button = el(
      'button',
      {
        type: 'button',
        class: isCurrent ? 'chip current' : 'chip',
        'data-toggle': toggle,
        'aria-pressed': 'true',
        title: l10n.t('{0}: click shows or hides it, Alt+click or a double click shows only it', text),
        onclick: (event: MouseEvent) => (event.altKey ? actions.only(toggle) : actions.toggle(toggle)),
        ondblclick: () => actions.only(toggle),
        onkeydown: (event: KeyboardEvent) => {
          if (!event.altKey || (event.key !== 'Enter' && event.key !== ' ')) return;
          event.preventDefault();
          actions.only(toggle);
        },
      },
      swatch(look, paint),
      el('span', { class: 'name' }, text),
    );
    if (!remove) return button;
    const label = l10n.t('Remove {0}', text);
    return el(
      'span',
      { class: 'removable' },
      button,
      el(
        'button',
        {
          type: 'button',
          class: 'remove',
          'aria-label': label,
          title: label,
          onclick: () => actions.post(remove),
        },
        '×',
      ),
    );
  }
}
