import type { FromPage, ToPage } from '../protocol.js';
import { type Kept, restore } from './model/view.js';

/** The extension, as the page sees it. */
export interface Host {
  post(message: FromPage): void;
  /** What an earlier page of this panel has kept. */
  readonly kept: Kept | undefined;
  keep(kept: Kept): void;
  listen(on: (message: ToPage) => void): void;
}

/** The extension that has opened this page. */
export function connect(): Host {
  const api = acquireVsCodeApi<unknown>();
  return {
    post: (message) => api.postMessage(message),
    kept: restore(api.getState()),
    keep: (kept) => {
      api.setState(kept);
    },
    // VS Code alone can post to this window: nothing else is loaded into it.
    listen: (on) => addEventListener('message', ({ data }: MessageEvent<ToPage>) => on(data)),
  };
}
