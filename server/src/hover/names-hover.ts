import {
  findScheduler,
  type ModelInfo,
  type Optimizer,
  type OptimSchedulerConf,
  type Scheduler,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import type { DocsPages } from '../session/pages.js';
import type { Markup } from '../text/markup.js';
import type { NodeAt } from '../text/node-at.js';

const reference = ({ link, text }: Markup, { reference: from }: Pick<Scheduler, 'reference'>) => {
  if (!from) return undefined;
  const { title, authors, year, url } = from;
  const named = url ? link(title, url) : text(title);
  return [authors && text(authors), named, year === undefined ? undefined : String(year)]
    .filter((part) => part !== undefined)
    .join(', ');
};

/** What a schedule is: summary, formula, where it comes from. */
export function scheduleHover(type: string, markup: Markup, pages: DocsPages): string {
  const { bold, code, prose, text, link, paragraphs } = markup;
  const scheduler = findScheduler(type);
  if (!scheduler) return '';
  const page = pages.schedule(scheduler.type);
  const alias = scheduler.type === type ? '' : ` ${text(`(documented as ${scheduler.type})`)}`;
  return paragraphs([
    `${bold(code(type))}${alias}: ${prose(scheduler.summary)}`,
    scheduler.formula
      .split('; ')
      .map(code)
      .join(markup.kind === 'markdown' ? '  \n' : '\n'),
    [reference(markup, scheduler), page && link('All its keys, with an example', page)]
      .filter(Boolean)
      .join(' · '),
  ]);
}

const exponent = (lr: number) => (lr >= 0.01 && lr < 1000 ? String(lr) : lr.toExponential());

/** What an optimizer is, and the learning rates that it is used with. */
export function optimizerHover(optimizer: Optimizer, markup: Markup, pages: DocsPages): string {
  const { bold, code, prose, text, link, paragraphs } = markup;
  const { type, summary, usualLr, docs, limitation, scheduleEffect } = optimizer;
  const [low, high] = usualLr;
  const page = pages.optimizer(type);
  return paragraphs([
    `${bold(code(`torch.optim.${type}`))}: ${prose(summary)}`,
    text(`Usual peak learning rates: ${exponent(low)} to ${exponent(high)}.`),
    scheduleEffect && prose(scheduleEffect),
    limitation && prose(`Not for this: ${limitation.why} Take ${limitation.instead}`),
    [link('torch’s documentation', docs), reference(markup, optimizer), page && link('All its options', page)]
      .filter(Boolean)
      .join(' · '),
  ]);
}

const namesOf = (one: OptimSchedulerConf, kind: 'loss' | 'module') =>
  kind === 'loss' ? one.optimLosses : (one.updatedModules ?? []);

/** What the losses or modules that a place names are of the model: which there are, and who else uses them. */
export function modelNamesHover(
  analysis: Analysis,
  node: NodeAt,
  model: ModelInfo | undefined,
  markup: Markup,
): string | undefined {
  const kind = node.roleKey === 'updated_modules' ? 'module' : 'loss';
  const { optimScheduler: one, value, on } = node;
  const { config } = analysis;
  const { code, text, paragraphs, list } = markup;
  if (!one) return undefined;
  const named = on === 'value' && value?.kind === 'str' ? [value.value] : namesOf(one, kind);
  const known = kind === 'loss' ? model?.losses : model?.modules;
  const type = config.modelType ?? 'The model';
  const others = (name: string) =>
    config.optimSchedulers
      .filter((each) => each !== one && namesOf(each, kind).includes(name))
      .map((each) => each.name);
  const words = (name: string) => {
    const also = others(name);
    const is =
      known === undefined
        ? `is a ${kind} of the model, which nobody here knows`
        : known.includes(name)
          ? `is a ${kind} of ${type}`
          : `is no ${kind} of ${type}`;
    return `${code(name)} ${text(is + (also.length > 0 ? `, also of ${also.slice(0, 5).join(', ')}` : ''))}`;
  };
  const whole = kind === 'module' && one.updatedModules === null;
  return paragraphs([
    whole ? text('Updates the whole model.') : list(named.map(words)),
    known && `${text(`${type} has`)} ${known.map(code).join(', ')}`,
  ]);
}

/** What a file may name of its model; undefined for a model that nobody here knows. */
export function modelHover(type: string, model: ModelInfo | undefined, { code, text, paragraphs }: Markup) {
  if (!model) return undefined;
  const { modules, losses, runs } = model;
  return paragraphs([
    `${code(type)} ${text('has the modules')} ${modules.map(code).join(', ')} ${text('and the losses')} ${losses.map(code).join(', ')}.`,
    runs === 'speechain'
      ? text('A model of SpeeChain: this runtime checks and previews it, and does not train it.')
      : undefined,
  ]);
}
