import { formatLr, formatStep, pictureThemes } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import uPlot from 'uplot';
import { optimizerColour } from '../model/colours.js';
import { type Box, placeLabels } from '../model/place-labels.js';
import type { Mark, Scene } from '../model/scene.js';
import { chartFont, type Paint } from '../paint.js';
import type { Drawn } from './options.js';
import { textWidth } from './text-width.js';

/** The radius of a peak's dot. */
const dot = 4;

/** Runs in pixels of the overlay, clipped to the plot. */
function inPlot(
  u: uPlot,
  draw: (ctx: CanvasRenderingContext2D, width: number, height: number) => void,
): void {
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.translate(bbox.left, bbox.top);
  ctx.scale(ratio, ratio);
  draw(ctx, bbox.width / ratio, bbox.height / ratio);
  ctx.restore();
}

function verticalLine(ctx: CanvasRenderingContext2D, x: number, height: number): void {
  ctx.beginPath();
  ctx.moveTo(x, 0);
  ctx.lineTo(x, height);
  ctx.stroke();
}

/** A text that stays legible on the lines it stands on. */
function haloed(
  ctx: CanvasRenderingContext2D,
  paint: Paint,
  colour: string,
  text: string,
  x: number,
  y: number,
): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4;
  ctx.strokeStyle = paint.background;
  ctx.fillStyle = colour;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

const colourOf = ({ colour }: Mark, { paint }: Drawn) => optimizerColour(colour, pictureThemes[paint.theme]);

/** The one whose warm-up is shaded: bands of all would hide one another. */
const shaded = (marks: readonly Mark[]): Mark | undefined =>
  marks.find((mark) => mark.isCurrent && mark.warmupEnd !== undefined) ??
  marks.find((mark) => mark.warmupEnd !== undefined);

/** Warm-ups: beneath the lines. */
export function drawBelow(u: uPlot, drawn: Drawn): void {
  const { scene, paint } = drawn;
  const xOf = (step: number) => u.valToPos(step / scene.perUnit, 'x');
  inPlot(u, (ctx, width, height) => {
    ctx.beginPath();
    ctx.rect(0, 0, width, height);
    ctx.clip();
    const band = shaded(scene.marks);
    let name: (() => void) | undefined;
    if (band?.warmupEnd !== undefined) {
      const from = Math.max(0, xOf(0));
      const to = Math.min(width, xOf(band.warmupEnd));
      ctx.fillStyle = paint.band;
      ctx.fillRect(from, 0, Math.max(0, to - from), height);
      const text = l10n.t('warm-up');
      if (to - from > textWidth(text, paint.font) + 24) {
        name = () => {
          ctx.font = paint.font;
          ctx.textBaseline = 'top';
          ctx.textAlign = 'left';
          haloed(ctx, paint, paint.muted, text, from + 8, 8);
        };
      }
    }
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 4]);
    for (const mark of scene.marks) {
      if (mark.warmupEnd === undefined) continue;
      ctx.globalAlpha = mark === band ? 0.9 : 0.5;
      ctx.strokeStyle = colourOf(mark, drawn);
      // A hair line lies on whole pixels.
      verticalLine(ctx, Math.round(xOf(mark.warmupEnd)) + 0.5, height);
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    name?.();
  });
}

/** Peaks, their values, where a running training is, and the names of the axes: above the lines. */
export function drawAbove(u: uPlot, drawn: Drawn): void {
  const { scene, paint } = drawn;
  inPlot(u, (ctx, width, height) => {
    ctx.font = paint.font;
    ctx.fillStyle = paint.muted;
    ctx.textBaseline = 'alphabetic';
    ctx.textAlign = 'left';
    ctx.fillText(l10n.t('learning rate'), 0, -10);
    ctx.textAlign = 'right';
    if (scene.right) ctx.fillText(rightName(scene), width, -10);
    const taken: Box[] = [];
    if (scene.now !== undefined) taken.push(...drawNow(ctx, u, drawn, width, height));
    drawPeaks(ctx, u, drawn, { left: 2, top: -20, right: width - 2, bottom: height }, taken);
  });
}

/** What the axis on the right counts. */
function rightName({ lines }: Scene): string {
  const right = lines.filter((line) => line.side === 'right');
  if (right.some((line) => line.kind === 'loss')) return l10n.t('loss');
  return [...new Set(right.map((line) => line.name))].join(', ');
}

function drawNow(
  ctx: CanvasRenderingContext2D,
  u: uPlot,
  { scene, paint }: Drawn,
  width: number,
  height: number,
): Box[] {
  const step = scene.now ?? 0;
  const x = Math.round(u.valToPos(step / scene.perUnit, 'x')) + 0.5;
  if (x < 0 || x > width) return [];
  ctx.strokeStyle = paint.text;
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1;
  verticalLine(ctx, x, height);
  ctx.globalAlpha = 1;
  const text = l10n.t('now: step {0}', formatStep(step));
  const room = textWidth(text, paint.font);
  const left = x + 6 + room > width ? x - 6 - room : x + 6;
  ctx.textAlign = 'left';
  ctx.fillStyle = paint.text;
  // Above the handles of the warm-ups, which stand on the axis.
  const bottom = height - 28;
  ctx.fillText(text, left, bottom);
  return [{ left, top: bottom - 12, right: left + room, bottom: bottom + 4 }];
}

function drawPeaks(
  ctx: CanvasRenderingContext2D,
  u: uPlot,
  drawn: Drawn,
  frame: Box,
  taken: readonly Box[],
): void {
  const { scene, paint } = drawn;
  const peaks = scene.marks.flatMap((mark) => {
    // A level line has no peak to point at, but may have one to hold.
    if (!mark.peak || (mark.isLevel && mark.sets.peak.length === 0)) return [];
    const x = u.valToPos(mark.peak.step / scene.perUnit, 'x');
    const y = u.valToPos(mark.peak.lr, 'left');
    const isInside = x >= -1 && x <= frame.right + 3 && y >= -1 && y <= frame.bottom + 1;
    return isInside ? [{ mark, x, y, text: formatLr(mark.peak.lr) }] : [];
  });
  // The current one has the best place.
  peaks.sort((a, b) => Number(b.mark.isCurrent) - Number(a.mark.isCurrent) || a.y - b.y);
  for (const { mark, x, y } of [...peaks].reverse()) {
    ctx.beginPath();
    ctx.arc(x, y, dot, 0, 2 * Math.PI);
    ctx.fillStyle = colourOf(mark, drawn);
    ctx.strokeStyle = paint.background;
    ctx.lineWidth = 4;
    ctx.stroke();
    ctx.fill();
  }
  // Peaks in one place say their value once.
  const labelled = peaks.filter(
    (one, index) =>
      !one.mark.isHeld &&
      !one.mark.isLevel &&
      !peaks
        .slice(0, index)
        .some(({ x, y, text }) => text === one.text && Math.hypot(x - one.x, y - one.y) < 3 * dot),
  );
  const wanted = labelled.map(({ x, y, text }) => ({
    x,
    y,
    width: textWidth(text, paint.font),
    height: chartFont,
  }));
  const dots = peaks.map(({ x, y }) => ({ left: x - 6, top: y - 6, right: x + 6, bottom: y + 6 }));
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  placeLabels(wanted, frame, [...taken, ...dots]).forEach((box, index) => {
    const text = labelled[index]?.text;
    if (!box || text === undefined) return;
    haloed(ctx, paint, paint.text, text, box.left, box.bottom - 1);
  });
}
