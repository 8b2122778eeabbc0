/** A block mapping or list that a line may belong to, with its column as written and as it should be. */
export interface Level {
  readonly kind: 'root' | 'map' | 'list';
  readonly column: number;
  readonly to: number;
}

/** Where a level begins: in a line of its own, or behind a dash at the column that is then its own. */
export interface Entering {
  readonly kind: 'map' | 'list';
  readonly column: number;
  /** The column behind the dash, as it should be; undefined at the start of a line. */
  readonly behind: number | undefined;
}

/** The levels around a line, outermost first, while a text is gone through. */
export interface Levels {
  readonly all: readonly Level[];
  /** The level that begins or goes on at a column. `found` is told of those that begin in a line of their own. */
  enter(entering: Entering): Level;
  /** The level that a value in a line of its own belongs to. */
  around(column: number): Level;
}

/** Starts at the top of a text. `unit` blanks indent a level. */
export function createLevels(unit: number, found: (blanks: number) => void = () => {}): Levels {
  const all: Level[] = [{ kind: 'root', column: -1, to: -unit }];
  const top = (): Level => all.at(-1) ?? { kind: 'root', column: -1, to: -unit };
  return {
    all,
    enter({ kind, column, behind }) {
      while (top().column > column || (top().column === column && top().kind === 'list' && kind === 'map'))
        all.pop();
      const parent = top();
      if (parent.column === column && parent.kind === kind) return parent;
      // A list may stand at the column of its key.
      const hanging = parent.column === column;
      if (behind === undefined && !hanging && parent.kind !== 'root') found(column - parent.column);
      const level: Level = { kind, column, to: behind ?? (hanging ? parent.to : parent.to + unit) };
      all.push(level);
      return level;
    },
    around(column) {
      while (top().column >= column && all.length > 1) all.pop();
      return top();
    },
  };
}
