import * as l10n from '@vscode/l10n';
import type { FromPage, PanelState } from '../../protocol.js';
import { el, setAttribute, setHidden, setText } from '../dom.js';
import { toggles } from '../model/lines.js';
import type { Scene } from '../model/scene.js';
import type { XAxis } from '../model/units.js';
import type { View } from '../model/view.js';
import { menuButton } from './menu.js';

/** What the toolbar makes the panel do. */
export interface ToolbarActions {
  readonly view: (change: Partial<View>) => void;
  readonly toggle: (toggle: string) => void;
  readonly selectMode: (on: boolean) => void;
  readonly save: (format: 'svg' | 'png' | 'csv') => void;
  readonly copy: () => void;
  readonly post: (message: FromPage) => void;
}

const button = (text: string, title: string, onclick: () => void, className?: string) =>
  el('button', { type: 'button', class: className, title, onclick }, text);

const setPressed = (element: Element, pressed: boolean) =>
  setAttribute(element, 'aria-pressed', String(pressed));

/** The row above the chart. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #axes: Readonly<Record<XAxis, HTMLInputElement>>;
  readonly #log: HTMLElement;
  readonly #lossLog: HTMLElement;
  readonly #ghost: HTMLElement;
  readonly #select: HTMLElement;
  readonly #reset: HTMLElement;
  readonly #train: HTMLElement;
  #running: string | undefined;
  #isLog = false;
  #isLossLog = false;
  #selecting = false;

  constructor(actions: ToolbarActions) {
    const axis = (value: XAxis) =>
      el('input', { type: 'radio', name: 'axis', value, onchange: () => actions.view({ axis: value }) });
    this.#axes = { steps: axis('steps'), epochs: axis('epochs'), examples: axis('examples') };
    this.#log = button(l10n.t('Log'), l10n.t('Logarithmic learning rates'), () =>
      actions.view({ log: !this.#isLog }),
    );
    this.#lossLog = button(l10n.t('Log loss'), l10n.t('Logarithmic losses'), () =>
      actions.view({ lossLog: !this.#isLossLog }),
    );
    this.#ghost = button(l10n.t('Ghost'), '', () => actions.toggle(toggles.ghost));
    this.#select = button(
      l10n.t('Select range'),
      l10n.t('Drag over a part of the chart to zoom into it; Shift and dragging does the same'),
      () => actions.selectMode(!this.#selecting),
    );
    this.#reset = button(l10n.t('Reset zoom'), l10n.t('Show all steps (0)'), () =>
      actions.view({ zoom: undefined }),
    );
    this.#train = button('', '', () =>
      actions.post(this.#running === undefined ? { type: 'train' } : { type: 'stop', id: this.#running }),
    );
    this.#train.className = 'primary';
    const label = (text: string, input: HTMLElement) => el('label', {}, input, el('span', {}, text));
    this.element = el(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Preview') },
      el(
        'div',
        { class: 'group' },
        el(
          'div',
          { class: 'segments', role: 'radiogroup', 'aria-label': l10n.t('Horizontal axis') },
          label(l10n.t('Steps'), this.#axes.steps),
          label(l10n.t('Epochs'), this.#axes.epochs),
          label(l10n.t('Examples'), this.#axes.examples),
        ),
        this.#log,
        this.#lossLog,
        this.#ghost,
        this.#select,
        this.#reset,
      ),
      el(
        'div',
        { class: 'group' },
        button(l10n.t('Compare…'), l10n.t('Draw the curve of another file beside this one'), () =>
          actions.post({ type: 'compare' }),
        ),
        menuButton(l10n.t('Export'), [
          { text: l10n.t('As SVG…'), choose: () => actions.save('svg') },
          { text: l10n.t('As PNG…'), choose: () => actions.save('png') },
          { text: l10n.t('As CSV…'), choose: () => actions.save('csv') },
        ]),
        button(l10n.t('Copy'), l10n.t('Copy the points in view, as a table'), actions.copy),
        this.#train,
      ),
    );
  }

  draw(state: PanelState, scene: Scene, view: View, selecting: boolean): void {
    for (const axis of ['steps', 'epochs', 'examples'] as const) {
      const input = this.#axes[axis];
      input.checked = scene.axis === axis;
      input.disabled = scene.units[axis] === undefined;
      const hint = input.disabled ? unknownHint(axis) : '';
      if (input.parentElement && input.parentElement.title !== hint) input.parentElement.title = hint;
    }
    this.#isLog = scene.left.log;
    this.#isLossLog = view.lossLog;
    this.#selecting = selecting;
    setPressed(this.#log, this.#isLog);
    setPressed(this.#lossLog, this.#isLossLog);
    setPressed(this.#select, selecting);
    setPressed(this.#ghost, !view.hidden.includes(toggles.ghost));
    setHidden(this.#lossLog, !scene.right);
    setHidden(this.#ghost, !state.ghost);
    this.#ghost.title = state.ghost ? l10n.t('Show the curve before: {0}', state.ghost.label) : '';
    setHidden(this.#reset, view.zoom === undefined);
    this.#running = state.runs.find((run) => run.state === 'running')?.id;
    setHidden(this.#train, !state.canTrain && this.#running === undefined);
    const isRunning = this.#running !== undefined;
    setText(this.#train, isRunning ? l10n.t('Stop ■') : l10n.t('Train ▸'));
    this.#train.title = isRunning ? l10n.t('Stop the training') : l10n.t('Start a training with this file');
  }
}

const unknownHint = (axis: XAxis): string =>
  axis === 'epochs'
    ? l10n.t('How many steps an epoch has is not known: say it in the field.')
    : l10n.t('How many examples a step sees is not known: say it in the field.');
