import type { KeptState } from '../../protocol.js';
import type { XAxis } from './units.js';
import type { Window } from './window.js';

/** How the reader looks at what is shown: it outlives a reload of the panel. */
export interface View {
  readonly axis: XAxis;
  /** Undefined: as the learning rates need it. */
  readonly log: boolean | undefined;
  /** The same for the losses. */
  readonly lossLog: boolean;
  /** Toggles that are off, as `toggles` in lines.ts names them. */
  readonly hidden: readonly string[];
  /** In training steps; undefined: all of them. */
  readonly zoom: Window | undefined;
}

/** What the page keeps by setState: what the extension asks for, and the view. */
export interface Kept extends KeptState {
  readonly view: View;
}

/** How everybody starts. */
export const freshView: View = {
  axis: 'steps',
  log: undefined,
  lossLog: false,
  hidden: [],
  zoom: undefined,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const axes: readonly string[] = ['steps', 'epochs', 'examples'] satisfies XAxis[];

function windowOf(value: unknown): Window | undefined {
  if (!isRecord(value)) return undefined;
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' && to > from ? { from, to } : undefined;
}

/** What an earlier page has kept, however old; undefined where that says nothing of a file. */
export function restore(kept: unknown): Kept | undefined {
  if (!isRecord(kept) || typeof kept.uri !== 'string') return undefined;
  const view = isRecord(kept.view) ? kept.view : {};
  return {
    uri: kept.uri,
    others: texts(kept.others),
    runs: texts(kept.runs),
    view: {
      axis: axes.includes(String(view.axis)) ? (view.axis as XAxis) : freshView.axis,
      log: typeof view.log === 'boolean' ? view.log : undefined,
      lossLog: view.lossLog === true,
      hidden: texts(view.hidden),
      zoom: windowOf(view.zoom),
    },
  };
}
