import {
  type Curve,
  choicesToName,
  configCurve,
  curveSvg,
  exampleCurve,
  exampleLength,
  findModel,
  findOptimizer,
  findScheduler,
  flowYaml,
  parseDocument,
  readConfig,
  sparkline,
  svgDataUri,
} from '@optim-sches/schemas';
import type { MarkupContent } from 'vscode-languageserver';
import { modelHover, optimizerHover, scheduleHover } from '../hover/names-hover.js';
import { docsPages } from '../session/pages.js';
import type { Session } from '../session/session.js';
import { userCode } from '../session/user-code.js';
import { type Markup, markupOf } from '../text/markup.js';
import type { DocsOf } from './docs-of.js';
import { factOf, ownerOf } from './fields.js';
import { sampleWriter } from './sample.js';
import { starterEntries, starters } from './starters.js';

/** What there is to read about an item, made when a client asks for it; undefined when there is nothing. */
export function docsFor(docs: DocsOf, session: Session): MarkupContent | undefined {
  const markup = markupOf({ markdown: session.client.completionMarkdown });
  const value = wordsFor(docs, session, markup);
  return value === '' ? undefined : { kind: markup.kind, value };
}

function wordsFor(docs: DocsOf, session: Session, markup: Markup): string {
  const pages = docsPages(session.host);
  switch (docs.of) {
    case 'key':
      return keyDocs(docs.group, docs.key, markup);
    case 'schedule': {
      const scheduler = findScheduler(docs.name);
      if (!scheduler) return '';
      const curve = exampleOf(docs.name, () => exampleCurve(scheduler, points));
      const example = `${markup.text(`Example, ${exampleLength(curve)}:`)} ${markup.code(flowYaml(scheduler.example.conf))}`;
      return markup.paragraphs([
        pictureOf(curve, session, markup),
        scheduleHover(docs.name, markup, pages),
        example,
      ]);
    }
    case 'optimizer': {
      const optimizer = findOptimizer(docs.name);
      return optimizer ? optimizerHover(optimizer, markup, pages) : '';
    }
    case 'model': {
      const model = userCode(docs.uri, session.host).findModel(docs.name) ?? findModel(docs.name);
      return modelHover(docs.name, model, markup) ?? '';
    }
    case 'starter':
      return starterDocs(docs.name, docs.speechain, session, markup);
    case 'text':
      return markup.prose(docs.text);
  }
}

/** What a key does, its unit and its default. */
function keyDocs(group: string, key: string, { bold, code, text, prose, paragraphs }: Markup): string {
  const facts = factOf(group, key);
  if (!facts) return '';
  const { unit, description, fallback, noEffect, required } = facts;
  const choices = choicesToName(facts).map((choice) => code(flowYaml(choice)));
  return paragraphs([
    [bold(code(key)), ...(unit === undefined ? [] : [text(unit)]), text(`of ${ownerOf(group)}`)].join(' · '),
    prose(description) + (choices.length > 0 ? ` One of ${choices.join(', ')}.` : ''),
    required || fallback === undefined
      ? text('No default: it has to be written.')
      : `${text('Default:')} ${code(fallback)}`,
    noEffect && bold(text(`No effect here: ${noEffect}`)),
  ]);
}

function starterDocs(name: string, speechain: boolean, session: Session, markup: Markup): string {
  const starter = starters.find((one) => one.name === name);
  if (!starter) return '';
  const writer = sampleWriter({ snippet: false, lines: true, blanks: '', unit: '  ' });
  const entries = starterEntries(starter, { speechain, model: undefined, names: undefined });
  const yaml = writer.entries([{ key: 'optim_sches', value: { kind: 'map', entries } }]);
  const curve = exampleOf(yaml, () => {
    const { steps } = starter;
    return configCurve(readConfig(parseDocument(yaml)), { steps, stepsPerEpoch: 100, sample: points });
  });
  return markup.paragraphs([
    pictureOf(curve, session, markup),
    markup.text(starter.use),
    markup.kind === 'markdown' ? `\`\`\`yaml\n${yaml}\n\`\`\`` : yaml,
  ]);
}

/** More are not seen in a thumbnail. */
const points = 400;

const curves = new Map<string, Curve>();

/** Curves of examples are the same for every file. */
function exampleOf(name: string, make: () => Curve): Curve {
  const curve = curves.get(name) ?? make();
  curves.set(name, curve);
  return curve;
}

function pictureOf(curve: Curve, { client, settings, theme }: Session, markup: Markup): string {
  const shown = settings.pictures ?? client.pictures;
  if (shown && markup.kind === 'markdown')
    return markup.picture('learning-rate curve', svgDataUri(curveSvg(curve, { theme, compact: true })));
  return curve.optimizers.map((one) => markup.code(sparkline(one))).join('\n\n');
}
