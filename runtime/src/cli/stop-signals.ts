/** The user's wish to stop. */
export interface StopSignals {
  readonly wantsStop: () => boolean;
  /** Gives the signals back to Node. */
  readonly release: () => void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Listens to Ctrl-C and to `kill`: the first one is a wish, of which `onWish` tells, so that the training can save
 * itself; a second one ends the process at once, after `onEnd`.
 */
export function stopSignals({ onWish, onEnd }: { onWish: () => void; onEnd: () => void }): StopSignals {
  let isWished = false;
  const listen = () => {
    if (isWished) {
      onEnd();
      process.exit(130);
    }
    isWished = true;
    onWish();
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    wantsStop: () => isWished,
    release: () => {
      for (const signal of signals) process.off(signal, listen);
    },
  };
}
