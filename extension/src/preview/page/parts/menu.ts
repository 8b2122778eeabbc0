import { el } from '../dom.js';

/** What can be chosen. */
export interface Choice {
  readonly text: string;
  readonly choose: () => void;
}

/** A button that opens a list of choices. */
export function menuButton(text: string, choices: readonly Choice[]): HTMLElement {
  const items = choices.map(({ text: label, choose }) =>
    el(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: -1,
        onclick: () => {
          close(true);
          choose();
        },
      },
      label,
    ),
  );
  const list = el('div', { class: 'menu', role: 'menu', 'aria-label': text, hidden: true }, ...items);
  const button = el(
    'button',
    {
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => (list.hidden ? open() : close(true)),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        open();
      },
    },
    text,
    el('span', { class: 'arrow', 'aria-hidden': 'true' }),
  );

  function open(): void {
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items[0]?.focus();
  }
  function close(focus: boolean): void {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (focus) button.focus();
  }
  function move(event: KeyboardEvent): void {
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      close(true);
    } else if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length]?.focus();
    }
  }
  list.addEventListener('keydown', move);
  const root = el('div', { class: 'menu-button' }, button, list);
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) close(false);
  });
  return root;
}
