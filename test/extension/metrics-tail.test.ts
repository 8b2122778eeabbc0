import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMetricsLine } from '../../extension/src/runs/metrics-line.js';
import { MetricsTail } from '../../extension/src/train/points/metrics-tail.js';
import { ThinnedPoints } from '../../extension/src/train/points/thinned-points.js';
import fc from '../fast-check.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tail-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that is followed into thinned points. */
function follow(name: string, most?: number) {
  const path = join(folder, name);
  const points = new ThinnedPoints(most);
  const seen: string[] = [];
  const tail = new MetricsTail(path, {
    line(text) {
      seen.push(text);
      const line = parseMetricsLine(text);
      if (line?.kind === 'step') points.addStep(line);
      if (line?.kind === 'valid') points.addValid(line);
    },
    restart: () => points.clear(),
  });
  return { path, points, seen, tail };
}

const stepLine = (step: number, loss: number | string, salt = 0) =>
  `${JSON.stringify({ step, realStep: step, epoch: 1, time: 1000 + step + salt, losses: { loss, 'Verlust ü': step }, lr: { main: step / 1000 }, gradNorm: {} })}\n`;
const validLine = (step: number, per: number) =>
  `${JSON.stringify({ step, epoch: 1, time: 1000, valid: { per } })}\n`;

/** What a file of so many steps is. */
function content(steps: number, salt = 0): string {
  let text = '';
  for (let step = 1; step <= steps; step++) {
    text += stepLine(step, step % 17 === 0 ? 'NaN' : Math.sin(step) + salt, salt);
    if (step % 25 === 0) text += validLine(step, 100 / step);
  }
  return text;
}

/** Each point must be of its last step, with the mean of the finite losses since the one before. */
function expectPoints(points: ThinnedPoints, steps: number, most: number, salt = 0): void {
  const columns = points.columns();
  expect(columns.steps.length).toBeLessThanOrEqual(most);
  expect(columns.steps.at(-1)).toBe(steps === 0 ? undefined : steps);
  let from = 1;
  for (const [index, step] of columns.steps.entries()) {
    expect(step).toBeGreaterThanOrEqual(from);
    let [sum, count] = [0, 0];
    for (let each = from; each <= step; each++) {
      if (each % 17 === 0) continue;
      sum += Math.sin(each) + salt;
      count += 1;
    }
    const mean = columns.losses.loss?.[index];
    if (count === 0) expect(mean).toBeNull();
    else expect(mean).toBeCloseTo(sum / count, 10);
    expect(columns.lr.main?.[index]).toBe(step / 1000);
    from = step + 1;
  }
  expect(columns.valid.per ?? []).toEqual(
    Array.from({ length: Math.floor(steps / 25) }, (_, k) => [(k + 1) * 25, 100 / ((k + 1) * 25)]),
  );
}

describe('a metrics file', () => {
  it('is read to the last whole line, whatever pieces it comes in', async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 4, max: 40 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 12 }),
        async (steps, most, cuts) => {
          const { path, points, seen, tail } = follow(`pieces-${file++}`, most);
          const bytes = Buffer.from(content(steps));
          writeFileSync(path, '');
          let at = 0;
          for (const size of [...cuts, bytes.length]) {
            appendFileSync(path, bytes.subarray(at, at + size));
            at += size;
            await tail.read();
          }
          expect(await tail.read()).toBe(false);
          // Each line once.
          expect(seen.join('\n')).toBe(bytes.toString().trimEnd());
          expectPoints(points, steps, most);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is cut when its run is resumed, between two looks or before', async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 120 }),
        fc.boolean(),
        async (first, kept, more, looks) => {
          const { path, points, tail } = follow(`cut-${file++}`);
          const whole = Buffer.from(content(first));
          writeFileSync(path, whole);
          await tail.read();
          const at = Math.min(kept, first - 1);
          truncateSync(path, Buffer.byteLength(content(at)));
          if (looks) {
            expect(await tail.read()).toBe(true);
            expectPoints(points, at, 2000);
          }
          // Other times and losses, as another backend would give: longer, too, than before.
          let rest = '';
          for (let step = at + 1; step <= at + more; step++) {
            rest += stepLine(step, step % 17 === 0 ? 'NaN' : Math.sin(step), 0.25);
            if (step % 25 === 0) rest += validLine(step, 100 / step);
          }
          appendFileSync(path, rest);
          await tail.read();
          expectPoints(points, at + more, 2000);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that another one takes the place of is read anew', async () => {
    const { path, points, tail } = follow('other');
    writeFileSync(path, content(50));
    await tail.read();
    writeFileSync(path, content(80, 3));
    expect(await tail.read()).toBe(true);
    expectPoints(points, 80, 2000, 3);
    rmSync(path);
    expect(await tail.read()).toBe(true);
    expect(points.columns().steps).toEqual([]);
    expect(await tail.read()).toBe(false);
  });

  it('that is not there yet is empty', async () => {
    const { path, points, tail } = follow('later');
    expect(await tail.read()).toBe(false);
    writeFileSync(path, content(3));
    expect(await tail.read()).toBe(true);
    expectPoints(points, 3, 2000);
  });

  it('may have lines longer than a piece that is read, and lines that are none', async () => {
    const { path, points, tail } = follow('long');
    const long = JSON.stringify({
      step: 1,
      epoch: 1,
      losses: { loss: 1 },
      lr: {},
      skipped: 'x'.repeat(700_000),
    });
    writeFileSync(path, `${long}\nno JSON\n[1]\nnull\n{"step": "2"}\n${stepLine(2, 3)}`);
    await tail.read();
    expect(points.columns()).toMatchObject({
      steps: [1, 2],
      losses: { loss: [1, 3] },
      lr: { main: [null, 0.002] },
    });
  });

  it('of 300,000 steps leaves 2,000 points and never looks back', async () => {
    const { path, points, seen, tail } = follow('large');
    const piece = (from: number) => {
      let text = '';
      for (let step = from; step < from + 30_000; step++) text += stepLine(step, 1);
      return text;
    };
    for (let from = 1; from < 300_000; from += 30_000) {
      appendFileSync(path, piece(from));
      await tail.read();
    }
    const { steps, losses } = points.columns();
    expect(seen.length).toBe(300_000);
    expect(steps.length).toBeGreaterThan(1000);
    expect(steps.length).toBeLessThanOrEqual(2000);
    expect(steps.at(-1)).toBe(300_000);
    expect(new Set(losses.loss)).toEqual(new Set([1]));
  });
});

describe('numbers that JSON lacks', () => {
  it('are read, and leave gaps in what is drawn', () => {
    const line = parseMetricsLine(stepLine(7, '-Infinity').trim());
    expect(line).toMatchObject({ kind: 'step', losses: { loss: -Infinity } });
    const points = new ThinnedPoints();
    points.addStep({
      ...{ kind: 'step', step: 1, epoch: 1, time: 0 },
      ...{ losses: { loss: Number.NaN }, lr: { a: Infinity, b: 1 } },
    });
    points.addValid({ kind: 'valid', step: 1, epoch: 1, valid: { per: Number.NaN, wer: 3 } });
    expect(points.columns()).toEqual({
      steps: [1],
      losses: { loss: [null] },
      lr: { a: [null], b: [1] },
      valid: { wer: [[1, 3]] },
    });
  });
});
