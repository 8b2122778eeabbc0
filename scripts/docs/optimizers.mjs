// The list of optimizers, a page for each, and the pictures of those that this runtime executes.
import { optimizers } from '../../schemas/dist/index.js';
import { fieldTable, grid, htmlSentence, picture, referenceLine } from './markdown.mjs';
import { optimizerPaths } from './optimizer-paths.mjs';
import { caption, optimizerPicture } from './optimizer-picture.mjs';
import { formula } from './valley.mjs';

const base = (type) => `pictures/optimizers/${type}`;

const remarks = {
  LBFGS:
    'In the picture each update is one iteration; with max_iter as it is by default, an update is up to 20 of them.',
  Muon: 'Muon takes matrices alone: in the picture the point is a matrix of one row, whose orthogonal update is a step of about the same length at every point.',
  SGD: 'In the picture with momentum, as it is mostly used.',
};

/** Why an optimizer has no picture: one that cannot be executed has a limitation. */
const noPicture = ({ limitation }) => `No picture: ${limitation.why.replace(/ \(torch: .*\)$/, '')}.`;

function page(entry, way) {
  const { type, summary, limitation, scheduleEffect, usualLr, docs, options, reference } = entry;
  const [low, high] = usualLr;
  const shown = way
    ? `${picture(`../${base(type)}`, `The way of ${type}: ${caption(way)}`, 420)}\n\nIts way through the valley ${formula} with ${caption(way)}, by the update rule that trains models.${remarks[type] ? ` ${remarks[type]}` : ''}`
    : noPicture(entry);
  const parts = [
    `# ${type}`,
    summary,
    limitation &&
      `**Cannot be used for every training:** ${limitation.why}. Use ${limitation.instead} instead.`,
    shown,
    scheduleEffect,
    `Usual peak learning rate: ${low} to ${high}. [torch's page](${docs}).`,
    fieldTable(options),
    referenceLine(reference).trimEnd(),
    '[All optimizers](../optimizers.md)',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function list(ways) {
  const tile = (entry) => {
    const { type, summary } = entry;
    const way = ways.get(type);
    const shown = way
      ? `<a href="optimizers/${type}.md">${picture(base(type), `The way of ${type}: ${caption(way)}`, 250)}</a><br>`
      : '';
    const words = way
      ? htmlSentence(summary)
      : `${htmlSentence(summary)} <i>${htmlSentence(noPicture(entry))}</i>`;
    return `${shown}<a href="optimizers/${type}.md"><b>${type}</b></a><br>${words}`;
  };
  return `# Optimizers

The \`optim_type\` of an OptimScheduler: the classes of torch.optim, with torch's options and defaults.

The pictures show the way of each through the valley ${formula} with a learning rate that is usual for it, computed by the update
rule that trains models. Dots stand at equal numbers of updates: far apart where it moves fast. A valley of two weights shows how an optimizer moves, not how well it trains: the numbers of updates do
not compare.

${grid(optimizers.map(tile))}
`;
}

/** Pages and pictures by their path in docs/. */
export async function optimizerPages() {
  const ways = await optimizerPaths();
  return new Map([
    ['optimizers.md', list(ways)],
    ...optimizers.map((entry) => [`optimizers/${entry.type}.md`, page(entry, ways.get(entry.type))]),
    ...[...ways].flatMap(([type, way]) =>
      ['light', 'dark'].map((theme) => [
        `${base(type)}-${theme}.svg`,
        `${optimizerPicture(type, way, theme)}\n`,
      ]),
    ),
  ]);
}
