type Act = () => void;

const leave: Act = () => process.exit(process.exitCode ?? 0);
let act: Act = leave;

/** Ends the process when the reader of its output has gone: that is no failure (`optim-sches check … | head`). */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      act();
    });
  }
}

/** Does something else then, until the answer is called: a training must save itself first. */
export function whenOutputCloses(instead: Act): () => void {
  act = instead;
  return () => {
    act = leave;
  };
}
