import type { Session } from '../session/session.js';

/** Long enough to be over with typing. */
const pause = 300;

/**
 * Has a client ask again for what it shows between the lines, where something else has changed than the file itself:
 * settings, or a file that this one is read with.
 */
export function refreshWithOthers(session: Session, refresh: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), pause);
  };
  session.listeners.push({
    changed: () => {
      if (session.files.size > 1) later();
    },
    allChanged: later,
    stopped: () => clearTimeout(timer),
  });
}
