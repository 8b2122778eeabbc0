import type { Readable } from 'node:stream';
import pc from 'picocolors';

/** Colour functions, all of them plain when colours are off. */
export type Colours = ReturnType<typeof pc.createColors>;

/** One output of the process. */
export interface Output {
  write(text: string): void;
  /** Columns of the terminal; where the output is none, those that COLUMNS names, else 80. */
  readonly width: number;
  readonly colours: Colours;
  /** False where the terminal's font has little beyond ASCII. */
  readonly unicode: boolean;
}

/** What a command may touch besides files: the process in production, buffers in tests. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * What is done when the reader of the output has gone, until the answer is called. Otherwise the process ends, which is no
   * failure (`optim-sches check … | head`).
   */
  whenOutputCloses(act: () => void): () => void;
}

type Env = Io['env'];

/**
 * Whether an output is coloured. `NO_COLOR` (not empty) turns colours off, `FORCE_COLOR` (neither empty, `0` nor
 * `false`) turns them on; otherwise a terminal that can is coloured, and a file or a pipe is not.
 */
export function wantsColour(env: Env, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

const fallbackWidth = 80;
// Below this nothing can be laid out; a terminal that reports less (some report 0) is treated as this wide.
const leastWidth = 40;

/** A program that shows this one's output in a terminal of its own says by COLUMNS how wide that is. */
function widthOf(stream: NodeJS.WriteStream, env: Env): number {
  const columns = stream.isTTY === true ? stream.columns : Number(env.COLUMNS);
  return columns > 0 ? Math.max(columns, leastWidth) : fallbackWidth;
}

function output(stream: NodeJS.WriteStream, env: Env): Output {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => void stream.write(text),
    width: widthOf(stream, env),
    colours: pc.createColors(wantsColour(env, isTerminal)),
    // The Linux console has 512 glyphs, and no braille among them.
    unicode: !(isTerminal && env.TERM === 'linux'),
  };
}

/** The `Io` of this process, of which there is one. */
export function processIo(): Io {
  const { env } = process;
  const leave = () => process.exit(process.exitCode ?? 0);
  let atClose: () => void = leave;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      atClose();
    });
  }
  return {
    // Node makes the stream when it is asked for, which few commands do.
    get stdin() {
      return process.stdin;
    },
    stdout: output(process.stdout, env),
    stderr: output(process.stderr, env),
    cwd: process.cwd(),
    env,
    whenOutputCloses(act) {
      atClose = act;
      return () => {
        atClose = leave;
      };
    },
  };
}
