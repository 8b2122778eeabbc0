// PyTorch in a process of its own, which answers one measurement at a time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts PyTorch with so many threads; undefined where the interpreter has none. */
export async function startTorch(python, threads) {
  const program = fileURLToPath(new URL('torch_updates.py', import.meta.url));
  const child = spawn(python, ['-W', 'ignore', program, String(threads)], {
    // Threads wait as OpenMP has it: a passive wait makes 400 small tensors on two threads six times as slow.
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value } = await lines.next();
    return value === undefined ? undefined : JSON.parse(value);
  };
  const first = await answer();
  if (first === undefined) return undefined;
  return {
    version: first.version,
    async measure(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const result = await answer();
      if (result === undefined) throw new Error(`PyTorch ended at ${JSON.stringify(question)}.`);
      return result;
    },
    stop: () => child.stdin.end(),
  };
}
