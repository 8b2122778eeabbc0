// The gallery of schedules, a page for each, and their pictures: the curve of each one's example, by the functions that
// draw a user's configuration.
import {
  curveSvg,
  exampleCurve,
  exampleLength,
  exampleYaml,
  familyOf,
  formatLr,
  scheduleFamilies,
  scheduleNotes,
  schedulers,
  schedulesOf,
} from '../../schemas/dist/index.js';
import {
  breakable,
  fieldTable,
  formulaLines,
  grid,
  htmlSentence,
  picture,
  referenceLine,
  yaml,
} from './markdown.mjs';

const themes = ['light', 'dark'];

const smallBase = (type) => `pictures/schedules/${type}-small`;
const wholeBase = (type) => `pictures/schedules/${type}`;

/** The picture in words: what the page of a screen reader says. */
function alt({ type }, curve) {
  const { peak, last } = curve.optimizers[0].facts;
  return `${type} over ${exampleLength(curve)}: highest learning rate ${formatLr(peak.lr)}, last ${formatLr(last)}`;
}

function pictures(entry, curve) {
  return themes.flatMap((theme) => [
    [`${smallBase(entry.type)}-${theme}.svg`, `${curveSvg(curve, { theme, compact: true })}\n`],
    [`${wholeBase(entry.type)}-${theme}.svg`, `${curveSvg(curve, { theme })}\n`],
  ]);
}

function page(entry, curve) {
  const { type, aliases, summary, formula, conf, reference } = entry;
  const family = familyOf(entry);
  const fields = Object.keys(conf.shape).length > 0 ? fieldTable(conf) : 'It has no keys of its own.';
  const parts = [
    `# ${type}`,
    `${summary}`,
    picture(`../${wholeBase(type)}`, alt(entry, curve)),
    yaml(exampleYaml(entry)),
    `The picture shows this configuration over ${exampleLength(curve)}.`,
    scheduleNotes(entry)
      .map((note) => `- ${note}`)
      .join('\n'),
    `## Formula\n\n\`\`\`text\n${formulaLines(formula)}\n\`\`\``,
    `## Keys\n\nBeside [the keys of every OptimScheduler](../experiment.md):\n\n${fields}`,
    `## Origin\n\n[${family.title}](${family.url}): ${family.about}${
      aliases.length > 0 ? ` Also spelled ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : ''
    }`,
    referenceLine(reference).trimEnd(),
    `[All schedules](../schedules.md)`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function gallery(curves) {
  const tile = (entry) => {
    const { type, summary } = entry;
    const shown = picture(smallBase(type), alt(entry, curves.get(type)), 250);
    return `<a href="schedules/${type}.md">${shown}</a><br><a href="schedules/${type}.md"><b>${breakable(type)}</b></a><br>${htmlSentence(summary)}`;
  };
  const sections = scheduleFamilies.map((family) => {
    const tiles = grid(schedulesOf(family).map(tile));
    return `## ${family.title}\n\n[${family.about.replace(/\.$/, '')}](${family.url}). ${family.stepping}\n\n${tiles}\n`;
  });
  return `# Learning-rate schedules

The \`type\` of an OptimScheduler. ${schedulers.length} schedules of ${scheduleFamilies.length} toolkits, with the keys and the numbers of their origin. Each picture is
the curve of an example as papers have it, drawn by the function that previews and trains; its page has the example to copy, the
formula and the keys. In the terminal: \`optim-sches schedules\`, \`optim-sches schedules StepLR\`.

The number is the highest learning rate, the shaded part the warm-up. A *real step* is one update of the weights, after
\`accum_grad\` training steps. A schedule of your own: [own-scheduler.md](own-scheduler.md).

${scheduleFamilies.map(({ title }) => `[${title}](#${title.toLowerCase()})`).join(' · ')}

${sections.join('\n')}`;
}

/** Pages and pictures by their path in docs/. */
export function schedulePages() {
  const curves = new Map(schedulers.map((entry) => [entry.type, exampleCurve(entry)]));
  return new Map([
    ['schedules.md', gallery(curves)],
    ...schedulers.map((entry) => [`schedules/${entry.type}.md`, page(entry, curves.get(entry.type))]),
    ...schedulers.flatMap((entry) => pictures(entry, curves.get(entry.type))),
  ]);
}
