/** What an element can have: attributes, and listeners under `on…`. */
export type Properties = Readonly<
  Record<string, string | number | boolean | undefined | ((event: never) => void)>
>;

type Child = Node | string | undefined | false;

function fill<E extends Element>(made: E, properties: Properties, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** An element with its attributes, listeners and children. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), properties, children);

/** The same for SVG. */
export const svg = (tag: string, properties: Properties = {}, ...children: Child[]): SVGElement =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);

/** Sets a text only where it differs: what is the same needs no layout. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute only where it differs: style sheets ask for some of them. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Shows or hides an element, only where it is not so already. */
export function setHidden(element: HTMLElement, hidden: boolean): void {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** Whether a key event is meant for a field that is typed into. */
export const isTyping = (event: Event): boolean =>
  event.target instanceof HTMLInputElement && event.target.type !== 'radio';
