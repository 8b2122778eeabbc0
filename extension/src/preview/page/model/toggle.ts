import type { PanelState } from '../../protocol.js';
import { lossNames, toggledNames, toggles, validNames } from './lines.js';

/** Hidden where it was shown, shown where it was hidden. */
export const toggled = (hidden: readonly string[], toggle: string): string[] =>
  hidden.includes(toggle) ? hidden.filter((one) => one !== toggle) : [...hidden, toggle];

/** All the toggles of a kind: of optimizers, of losses and metrics, of files and runs. */
function family(state: PanelState, toggle: string): string[] {
  const optimizers = toggledNames(state).map(toggles.optimizer);
  const right = [...lossNames(state).map(toggles.loss), ...validNames(state).map(toggles.valid)];
  const sources = [
    ...(state.ghost ? [toggles.ghost] : []),
    ...state.others.map(({ label }) => toggles.other(label)),
    ...state.runs.map(({ id }) => toggles.run(id)),
  ];
  return [optimizers, right, sources].find((all) => all.includes(toggle)) ?? [];
}

/** Shows only one of its kind; all of them where it is alone already. */
export function solo(state: PanelState, hidden: readonly string[], toggle: string): string[] {
  const all = family(state, toggle);
  const rest = all.filter((one) => one !== toggle);
  const others = hidden.filter((one) => !all.includes(one));
  const isAlone = !hidden.includes(toggle) && rest.every((one) => hidden.includes(one));
  return isAlone ? others : [...others, ...rest];
}
