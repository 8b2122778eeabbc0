import type { Host } from './host.js';

/** The pages about schedules and optimizers that came with the server. */
export interface DocsPages {
  schedule(type: string): string | undefined;
  optimizer(type: string): string | undefined;
}

/** Looks for the pages beside those about problems; links lead to no page that is not there. */
export function docsPages(host: Host): DocsPages {
  const folders = new Map<string, ReadonlySet<string>>();
  const page = (folder: string, name: string) => {
    const base = host.pages?.replace(/problems\/$/, `${folder}/`);
    if (base === undefined) return undefined;
    const names = folders.get(base) ?? new Set(host.list(base));
    folders.set(base, names);
    return names.has(`${name}.md`) ? `${base}${name}.md` : undefined;
  };
  return { schedule: (type) => page('schedules', type), optimizer: (type) => page('optimizers', type) };
}
