import { familyOf, findOptimizer, findScheduler, type Scheduler, type Value } from '@optim-sches/schemas';
import type { DocumentLink } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Host } from '../session/host.js';
import type { Session } from '../session/session.js';
import { contentOf } from '../text/content.js';
import { findPath, looksLikePath } from '../text/source-files.js';
import type { Feature } from './feature.js';

/** What a link leads to; kept by the client until it is followed. */
type Target =
  | { readonly schedule: string }
  | { readonly optimizer: string }
  | { readonly path: string; readonly from: string };

/** From an `optim_type` to torch's documentation, from a `type` to the paper or the code it comes from, from a path to the file. */
export const documentLink: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: true } }),
  register(session) {
    const { connection } = session;
    connection.onDocumentLinks(({ textDocument: { uri } }) => {
      const analysis = session.analysis(uri);
      return analysis?.relevant ? linksOf(analysis, session) : null;
    });
    connection.onDocumentLinkResolve((link) => {
      const target = targetOf(link.data, session);
      return target === undefined ? link : { ...link, target };
    });
  },
};

/** Asking whether a file is there takes a look at the disk. */
const mostPaths = 300;

function linksOf(analysis: Analysis, { client, ...session }: Session): DocumentLink[] {
  const { config, document, range, text, uri } = analysis;
  const links: DocumentLink[] = [];
  const host = listingOnce(session.host);
  let paths = 0;
  const add = (node: Value, data: Target, tooltip: string) => {
    if (node.via !== 'alias' && node.via !== 'merge')
      links.push({
        range: range(contentOf(text, node.span)),
        data,
        ...(client.linkTooltips ? { tooltip } : {}),
      });
  };
  for (const { scheduler, typeNode, optimizer, optimTypeNode } of config.linked
    ? []
    : config.optimSchedulers) {
    if (scheduler && typeNode) add(typeNode, { schedule: scheduler.type }, sourceOf(scheduler).tooltip);
    if (optimizer && optimTypeNode)
      add(
        optimTypeNode,
        { optimizer: optimizer.type },
        `torch.optim.${optimizer.type} in PyTorch's documentation`,
      );
  }
  // Paths stand at the top and in what describes data and model, not in the OptimSchedulers.
  const visit = (value: Value, depth: number) => {
    if (value === config.block?.value || depth > 6) return;
    if (value.kind === 'map' && value.via === undefined)
      for (const entry of value.entries) visit(entry.value, depth + 1);
    else if (value.kind === 'list' && value.via === undefined)
      for (const item of value.items) visit(item, depth + 1);
    else if (
      value.kind === 'str' &&
      value.tag === undefined &&
      looksLikePath(value.value) &&
      paths++ < mostPaths
    ) {
      const file = findPath(value.value, uri, host);
      if (file !== undefined && /\.\w+$/.test(file))
        add(value, { path: value.value, from: uri }, `Open ${value.value}`);
    }
  };
  if (document.root) visit(document.root, 0);
  return links;
}

/** The paper of a schedule, else the toolkit that it comes from. */
function sourceOf(scheduler: Scheduler): { readonly url: string; readonly tooltip: string } {
  const { reference } = scheduler;
  if (!reference?.url) {
    const { url, title, about } = familyOf(scheduler);
    return { url, tooltip: `${title}: ${about}` };
  }
  const { title, authors, year, url } = reference;
  const who = [authors, year].filter((part) => part !== undefined).join(', ');
  return { url, tooltip: who ? `${title} (${who})` : title };
}

/** The same host; each folder is listed once. */
function listingOnce(host: Host): Host {
  const listed = new Map<string, readonly string[]>();
  return {
    ...host,
    list(folder) {
      const names = listed.get(folder) ?? host.list(folder);
      listed.set(folder, names);
      return names;
    },
  };
}

/** Clients send back what they were given, but nothing may depend on that. */
function targetOf(data: unknown, { host }: Session): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { schedule, optimizer, path, from } = data as Record<string, unknown>;
  const scheduler = typeof schedule === 'string' ? findScheduler(schedule) : undefined;
  if (scheduler) return sourceOf(scheduler).url;
  if (typeof optimizer === 'string') return findOptimizer(optimizer)?.docs;
  return typeof path === 'string' && typeof from === 'string' ? findPath(path, from, host) : undefined;
}
