import type { Problem } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';

/** Keeps new problems back on the line that is being typed. */
export interface Hold {
  /** An edit on a line (undefined: elsewhere, or in several places). */
  edited(uri: string, line: number | undefined): void;
  /** The problems that may be shown now. */
  released(analysis: Analysis): readonly Problem[];
  /** Of one file, or of all. */
  forget(uri?: string): void;
}

interface Held {
  line: number | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** What has been shown, so that it is not new. */
  shown: ReadonlySet<string>;
}

const nameOf = ({ code, message }: Problem) => `${code} ${message}`;

/** Starts holding back; `release` is called when what was held may be shown. */
export function createHold(session: Session, release: (uri: string) => void): Hold {
  const files = new Map<string, Held>();
  const heldOf = (uri: string): Held => {
    const held = files.get(uri) ?? { line: undefined, timer: undefined, shown: new Set() };
    files.set(uri, held);
    return held;
  };
  return {
    edited(uri, line) {
      const held = heldOf(uri);
      clearTimeout(held.timer);
      const { holdNewProblems } = session.settings;
      held.line = holdNewProblems > 0 ? line : undefined;
      if (held.line === undefined) return;
      held.timer = setTimeout(() => {
        held.line = undefined;
        release(uri);
      }, holdNewProblems);
    },
    released(analysis) {
      const held = heldOf(analysis.uri);
      const all = analysis.problems();
      const { line } = held;
      const free =
        line === undefined
          ? all
          : all.filter((problem) => {
              const { start, end } = analysis.range(problem.span);
              return held.shown.has(nameOf(problem)) || line < start.line || line > end.line;
            });
      held.shown = new Set(free.map(nameOf));
      return free;
    },
    forget(uri) {
      for (const each of uri === undefined ? [...files.keys()] : [uri]) {
        clearTimeout(files.get(each)?.timer);
        files.delete(each);
      }
    },
  };
}
