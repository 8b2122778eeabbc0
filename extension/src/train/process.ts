import { type ChildProcess, spawn } from 'node:child_process';

/** A command line that is to be started; nothing of it goes through a shell. */
export interface Command {
  /** The program that runs the script: Node, or an editor that can be one. */
  readonly node: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Columns of the terminal that shows the output. */
  readonly columns: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It could not be started. */
  readonly error: NodeJS.ErrnoException | undefined;
  /** The last of what it has printed, colours included. */
  readonly output: string;
}

/** A training that runs in a process of its own. */
export interface TrainingProcess {
  readonly pid: number | undefined;
  /** Asks it to save itself and end; a second time ends it without saving. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
  readonly ended: Promise<ProcessEnd>;
}

const keptOutput = 16_384;

/** Starts a command line. `onOutput` gets what it prints. */
export function startProcess(command: Command, onOutput: (text: string) => void): TrainingProcess {
  const { node, script, args, cwd, columns, env = process.env } = command;
  let output = '';
  const take = (text: string) => {
    output = (output + text).slice(-keptOutput);
    onOutput(text);
  };
  const child = spawn(node, [script, ...args], {
    cwd,
    // The channel is for stopping where there are no signals, and tells the training when the editor is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
    env: {
      ...env,
      // The editor's own program is Node when this is set; Node itself does not look at it.
      ELECTRON_RUN_AS_NODE: '1',
      // A pipe has no colours by itself; who wants none at all has said so.
      ...(env.NO_COLOR ? {} : { FORCE_COLOR: '1' }),
      ...(columns === undefined ? {} : { COLUMNS: String(columns) }),
    },
  });
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  return {
    pid: child.pid,
    stop: () => stop(child),
    kill: () => void child.kill('SIGKILL'),
    ended: new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error, output }));
      child.once('close', (code, signal) => resolve({ code, signal, error: undefined, output }));
    }),
  };
}

function stop(child: ChildProcess): void {
  if (process.platform !== 'win32') child.kill('SIGINT');
  // To a process that has just ended nothing can be said, and nothing need be.
  else if (child.connected) child.send({ type: 'stop' }, () => undefined);
}
