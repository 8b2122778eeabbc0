import {
  curveSvg,
  mostSeries,
  type OptimSchedulerConf,
  type PictureTheme,
  sparkline,
  svgDataUri,
} from '@optim-sches/schemas';
import { type Preview, previewOf } from '../curve/preview.js';
import { experimentNotes, factWords, previewNotes } from '../curve/words.js';
import type { Analysis } from '../session/analysis.js';
import type { Markup } from '../text/markup.js';

/** How learning rates are shown. */
export interface CurveLook {
  /** Whether the client shows pictures; else there is a line of text for each curve. */
  readonly pictures: boolean;
  readonly theme: PictureTheme;
}

/** A point for every pixel. */
const sample = 720;
/** VS Code's hovers are 250 pixels high before they scroll: the facts are to be in sight, too. */
const [width, height] = [720, 168];
const sparks = 48;

/** The learning rates of some OptimSchedulers as a picture with its facts beside it; undefined where none has a curve. */
export function curveHover(
  analysis: Analysis,
  ones: readonly OptimSchedulerConf[],
  markup: Markup,
  look: CurveLook,
): string | undefined {
  const drawn = ones.slice(0, mostSeries);
  const preview = previewOf(analysis, drawn, { sample });
  const { text, paragraphs } = markup;
  const notes = [...previewNotes(preview), ...experimentNotes(analysis.config.experiment)];
  if (preview.curve.optimizers.length === 0)
    return preview.left.length > 0 ? text(previewNotes(preview).slice(1).join(' ')) : undefined;
  const more = ones.length - drawn.length;
  if (more > 0) notes.push(`${more} more OptimSchedulers are not drawn.`);
  return paragraphs([pictureOf(preview, markup, look), facts(preview, markup), text(notes.join(' '))]);
}

function pictureOf({ curve }: Preview, markup: Markup, { pictures, theme }: CurveLook): string {
  if (pictures && markup.kind === 'markdown')
    return markup.picture('learning-rate curve', svgDataUri(curveSvg(curve, { theme, width, height })));
  return curve.optimizers
    .map(
      (one) =>
        `${markup.code(sparkline(one, sparks))}${curve.optimizers.length > 1 ? ` ${markup.text(one.name)}` : ''}`,
    )
    .join(markup.kind === 'markdown' ? '  \n' : '\n');
}

function facts(preview: Preview, { text, bold, list }: Markup): string {
  const all = factWords(preview);
  const sentence = (words: readonly string[]) => words.map(text).join(' · ');
  const [only] = all;
  if (only && all.length === 1) return sentence(only.facts);
  return list(all.map(({ name, facts: words }) => `${bold(text(name))}: ${sentence(words)}`));
}
