import * as l10n from '@vscode/l10n';
import type { FromPage, PanelState } from '../../protocol.js';
import { el, setHidden } from '../dom.js';

type Key = 'stepsPerEpoch' | 'examplesPerStep';

/** What the data does not tell of the axes, for the reader to fill in. */
export class Fields {
  readonly element: HTMLElement;
  readonly #inputs: Readonly<Record<Key, HTMLInputElement>>;

  constructor(post: (message: FromPage) => void) {
    const field = (key: Key, text: string, least: number) => {
      const input = el('input', {
        type: 'number',
        min: least,
        step: 1,
        placeholder: '?',
        onchange: () => {
          const value = input.valueAsNumber;
          // An empty field is not known again.
          if (Number.isNaN(value)) post({ type: 'remember', [key]: null });
          else if (value >= least) post({ type: 'remember', [key]: Math.round(value) });
        },
      });
      return { input, label: el('label', { class: 'field' }, el('span', {}, text), input) };
    };
    const steps = field('stepsPerEpoch', l10n.t('steps per epoch'), 1);
    const examples = field('examplesPerStep', l10n.t('examples per step'), 1);
    this.#inputs = { stepsPerEpoch: steps.input, examplesPerStep: examples.input };
    this.element = el('div', { class: 'fields' }, steps.label, examples.label);
  }

  draw({ curve, stepsPerEpoch, examplesPerStep }: PanelState): void {
    this.#field('stepsPerEpoch', stepsPerEpoch, curve?.unknown === 'steps per epoch');
    this.#field(
      'examplesPerStep',
      examplesPerStep,
      curve !== undefined && curve.examplesPerStep === undefined,
    );
    setHidden(
      this.element,
      Object.values(this.#inputs).every((input) => input.parentElement?.hidden),
    );
  }

  #field(key: Key, value: number | undefined, unknown: boolean): void {
    const input = this.#inputs[key];
    if (input.parentElement) input.parentElement.hidden = !unknown && value === undefined;
    const text = value === undefined ? '' : String(value);
    // What is being typed is left alone.
    if (document.activeElement !== input && input.value !== text) input.value = text;
  }
}
