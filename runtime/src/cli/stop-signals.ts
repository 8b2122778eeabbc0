import type { Io } from './io.js';

/** The user's wish to stop. */
export interface StopSignals {
  readonly wantsStop: () => boolean;
  /** Gives the signals back to Node. */
  readonly release: () => void;
}

// SIGHUP: the terminal was closed.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a program that has started this one with an IPC channel sends, where there are no signals (Windows). */
const isStopMessage = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop';

/**
 * Listens to Ctrl-C, to `kill`, to the end of the terminal, and to `{ type: 'stop' }` on an IPC channel: the first one
 * is a wish, of which `onWish` tells, so that the training can save itself; a second one ends the process at once,
 * after `onEnd`. The end of the program at the other end of the channel, or of the one that reads the output, is a wish
 * too.
 */
export function stopSignals(
  { whenOutputCloses }: Io,
  { onWish, onEnd }: { onWish: () => void; onEnd: () => void },
): StopSignals {
  let isWished = false;
  const listen = () => {
    if (isWished) {
      onEnd();
      process.exit(130);
    }
    isWished = true;
    onWish();
  };
  const onMessage = (message: unknown) => {
    if (isStopMessage(message)) listen();
  };
  const onLeft = () => {
    // In silence: nobody reads what is printed.
    isWished = true;
  };
  for (const signal of signals) process.on(signal, listen);
  // Until `release`, these keep the process alive; without a channel they do nothing.
  process.on('message', onMessage).on('disconnect', onLeft);
  const restoreOutput = whenOutputCloses(() => {
    onLeft();
    // What is printed at the end finds no reader either, and that ends the process.
    process.exitCode = 130;
  });
  return {
    wantsStop: () => isWished,
    release: () => {
      for (const signal of signals) process.off(signal, listen);
      process.off('message', onMessage).off('disconnect', onLeft);
      restoreOutput();
    },
  };
}
