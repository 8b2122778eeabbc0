import {
  applyEdits,
  type Edit,
  type Entry,
  entryOf,
  type OptimSchedulerConf,
  type Span,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { modelOf } from '../session/model.js';
import type { Place, Refactor } from './action.js';
import { lineEnd, lineStart, nextLine, trimmedSpan } from './action.js';
import { addKey, columnOf, hasAnchor, holdsAnchor, linesOf, shiftLines } from './layout.js';

const kind = 'refactor.rewrite';

/** The edit that names the module that a copy updates; a sentence where it cannot. */
function moduleEdit(text: string, { conf }: OptimSchedulerConf, module: string): Edit | string {
  const written = entryOf(conf, 'updated_modules');
  if (!conf || conf.via !== undefined || written?.value.via === 'merge')
    return 'Its conf is written elsewhere in the file (an anchor, or !ref), where others use it too. Write it here first.';
  if (written && hasAnchor(text, written)) return 'Its updated_modules has an anchor, which others may use.';
  if (written) return { span: trimmedSpan(text, written.value.span), newText: module };
  return addKey(text, conf, 'updated_modules', module) ?? 'Its conf stands on the line of another key.';
}

/** A part of the text with edits, which lie within it. */
function edited(text: string, { start, end }: Span, edits: readonly Edit[]): string {
  const moved = edits.map(({ span, newText }) => ({
    span: { start: span.start - start, end: span.end - start },
    newText,
  }));
  return applyEdits(text.slice(start, end), moved);
}

function split(
  analysis: Analysis,
  one: OptimSchedulerConf,
  modules: readonly string[],
): readonly Edit[] | string {
  const { text, config } = analysis;
  const { block } = config;
  if (block?.value.kind !== 'map' || block.value.via !== undefined || one.node.via !== undefined)
    return 'It is written elsewhere in the file (an anchor, or !ref): change it there.';
  if (holdsAnchor(text, one.node.span))
    return 'It defines an anchor, which would then be there several times.';
  const edits = modules.map((module) => moduleEdit(text, one, module));
  const why = edits.find((each) => typeof each === 'string');
  if (typeof why === 'string') return why;
  const each = edits.flatMap((edit) => (typeof edit === 'string' ? [] : [edit]));
  const taken = new Set(config.optimSchedulers.filter((other) => other !== one).map(({ name }) => name));
  const names = modules.map((module) =>
    freeName(config.form === 'bare' ? module : `${one.name}_${module}`, taken),
  );
  return config.form === 'bare'
    ? splitBare(text, block, one, { names, each })
    : splitNamed(text, block, one, { names, each });
}

interface Copies {
  readonly names: readonly string[];
  /** For each name, the edit of its copy. */
  readonly each: readonly Edit[];
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}

function splitBare(
  text: string,
  block: Entry,
  { node }: OptimSchedulerConf,
  { names, each }: Copies,
): Edit[] | string {
  if (node.flow) {
    const copies = names.map(
      (name, index) => `${name}: ${edited(text, node.span, each.slice(index, index + 1))}`,
    );
    return [{ span: node.span, newText: `{${copies.join(', ')}}` }];
  }
  if (hasAnchor(text, block)) return 'optim_sches has an anchor: what uses it would get the other form too.';
  const column = columnOf(text, node.span.start);
  const lines = linesOf(text, nextLine(text, block.keySpan.end), node);
  const step = Math.max(1, column - columnOf(text, block.keySpan.start));
  const copies = names.map((name, index) => {
    const shifted = shiftLines(text, lines, step, column);
    return `${' '.repeat(column)}${name}:\n${edited(text, lines, [...shifted, ...shiftedBy(step, each.slice(index, index + 1))])}`;
  });
  return [{ span: lines, newText: copies.join('\n') }];
}

/** New lines of an edit, moved right with the lines around them. */
const shiftedBy = (step: number, edits: readonly Edit[]): Edit[] =>
  edits.map(({ span, newText }) => ({ span, newText: newText.replaceAll('\n', `\n${' '.repeat(step)}`) }));

function splitNamed(
  text: string,
  block: Entry,
  { node, nameSpan }: OptimSchedulerConf,
  { names, each }: Copies,
): Edit[] | string {
  if (!nameSpan) return 'It has no name of its own.';
  const flow = block.value.kind === 'map' && block.value.flow;
  const span = flow
    ? { start: nameSpan.start, end: node.span.end }
    : { start: lineStart(text, nameSpan.start), end: lineEnd(text, trimmedSpan(text, node.span).end) };
  const copies = names.map((name, index) =>
    edited(text, span, [{ span: nameSpan, newText: name }, ...each.slice(index, index + 1)]),
  );
  return [{ span, newText: copies.join(flow ? ', ' : '\n') }];
}

/** One OptimScheduler for each module that it updates, so that they can be set apart. */
export const splitModules: Refactor = {
  name: 'split-modules',
  kind,
  offers({ analysis, node, host }: Place) {
    const { optimScheduler: one, role, roleKey } = node;
    const here =
      ['name', 'type', 'conf'].includes(role) || roleKey === 'updated_modules' || role === 'optim_sches';
    const [only, second] = analysis.config.optimSchedulers;
    const chosen = one ?? (second || analysis.config.linked ? undefined : only);
    if (!here || !chosen) return [];
    const modules = chosen.updatedModules ?? modelOf(analysis, host)?.modules ?? [];
    if (modules.length < 2) return [];
    return [
      {
        title: `Split into one OptimScheduler for each of ${modules.join(', ')}`,
        kind,
        edits: () => split(analysis, chosen, modules),
      },
    ];
  },
};
