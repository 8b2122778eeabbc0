import type { Host } from '../session/host.js';

/** How much of a workspace is looked through: enough for a project, and over in a moment where it is a whole disk. */
export interface WalkLimits {
  readonly folders: number;
  readonly depth: number;
  /** Milliseconds. */
  readonly time: number;
}

export const walkLimits: WalkLimits = { folders: 2000, depth: 8, time: 400 };

/** A folder of the workspace, with the `/` at its end, and the names in it. */
export interface WalkedFolder {
  readonly uri: string;
  readonly names: readonly string[];
}

/** Folders that hold no configurations and many files. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'dist', 'build', 'venv']);

/**
 * The folders below `roots`, the nearest first. Names with a dot in them are taken for files: the host does not say
 * which is which.
 */
export function* walk(host: Host, roots: readonly string[], limits = walkLimits): Generator<WalkedFolder> {
  const deadline = Date.now() + limits.time;
  let level = roots.map((root) => (root.endsWith('/') ? root : `${root}/`));
  const seen = new Set<string>();
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const uri of level) {
      if (seen.has(uri)) continue;
      seen.add(uri);
      if (seen.size > limits.folders || Date.now() > deadline) return;
      const names = host.list(uri);
      yield { uri, names };
      for (const name of names)
        if (!name.includes('.') && !skipped.has(name)) next.push(`${uri}${encodeURIComponent(name)}/`);
    }
    level = next;
  }
}
