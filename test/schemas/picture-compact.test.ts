import { curveSvg, type PictureTheme } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { curveOf, hard, noam, ordinary, trial } from './picture-curves.js';
import { readSvg, textBoxes } from './picture-svg.js';

const themes: readonly PictureTheme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light', 'neutral'];
const sizes = [
  [250, 110],
  [160, 80],
  [600, 300],
] as const;

describe.each(Object.entries({ ...ordinary, ...hard }))('the thumbnail of %s', (name, [curve, options]) => {
  const shapes = name.includes('jagged') ? sizes.slice(0, 1) : sizes;

  test.each(shapes)('is drawn within %i x %i, and no label covers another', (width, height) => {
    const svg = curveSvg(curve, { theme: 'light', ...options, compact: true, width, height });
    const elements = readSvg(svg);
    expect(elements[0]?.attributes).toMatchObject({
      width: String(width),
      height: String(height),
      role: 'img',
    });
    expect(svg).not.toMatch(/NaN[^ )(]*"|Infinity|undefined|null/);
    const boxes = textBoxes(elements);
    for (const box of boxes) {
      expect(box.text.trim()).not.toBe('');
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      expect(inside, `"${box.text}" leaves the picture`).toBe(true);
    }
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, `"${a.text}" covers "${b.text}"`).toBe(true);
      }
    });
  });

  test('says the same in words as the whole picture, and holds nothing that runs or loads', () => {
    const theme = themes[name.length % themes.length] ?? 'light';
    const whole = readSvg(curveSvg(curve, { theme, ...options }));
    const small = readSvg(curveSvg(curve, { theme, ...options, compact: true }));
    expect(small[0]?.attributes['aria-label']).toBe(whole[0]?.attributes['aria-label']);
    const allowed = new Set(['svg', 'rect', 'g', 'path', 'text']);
    for (const element of small) expect(allowed).toContain(element.name);
  });
});

describe('a thumbnail', () => {
  const texts = (...[curve, options]: Parameters<typeof curveSvg>) =>
    textBoxes(readSvg(curveSvg(curve, { ...options, compact: true }))).map(({ text }) => text);
  const steps = 20_000;
  const plain = curveOf(steps, steps, [noam(2e-3, 4000), { warmup: 4000 }]);
  const assumed = {
    ...trial(noam(2e-3, 4000), steps, 500),
    assumed: { metric: 'valid_loss', improves: 20, validations: 40 },
  };

  test.each([
    ['the peak and the length', plain, {}, ['2.0e-3', '20,000 steps']],
    ['steps and epochs', curveOf(steps, 500, [noam(2e-3, 4000)]), {}, ['2.0e-3', '20,000 steps, 40 epochs']],
    ['epochs', curveOf(steps, 500, [noam(2e-3, 4000)]), { xAxis: 'epochs' }, ['2.0e-3', '40 epochs']],
    ['a log scale', plain, { yAxis: 'log' }, ['2.0e-3, log scale', '20,000 steps']],
    ['a level line', curveOf(steps, steps, [() => 1e-4]), {}, ['1.0e-4', '20,000 steps']],
    [
      'that a metric is assumed',
      { steps, stepsPerEpoch: 500, optimizers: [assumed] },
      {},
      ['2.0e-3', '20,000 steps', 'assumed metric'],
    ],
    ['one step', curveOf(1, 1, [() => 1e-3]), {}, ['1.0e-3', '1 step']],
    [
      'that there is nothing',
      { steps, stepsPerEpoch: steps, optimizers: [] },
      {},
      ['no curve', '20,000 steps'],
    ],
  ] as const)('says %s and no more', (_, curve, options, expected) => {
    expect(texts(curve, { theme: 'light', ...options })).toEqual(expected);
  });

  test('has one colour per optimizer and the band of a warm-up', () => {
    const svg = (of: typeof plain) => curveSvg(of, { theme: 'light', compact: true });
    const strokes = (text: string) =>
      readSvg(text).filter(
        ({ name, attributes }) =>
          name === 'path' && /^#/.test(attributes.stroke ?? '') && !attributes.transform,
      ).length;
    expect(readSvg(svg(plain)).filter(({ name }) => name === 'rect')).toHaveLength(2);
    const [two] = ordinary['two optimizers'] ?? expect.fail();
    expect(strokes(svg(two))).toBeGreaterThan(strokes(svg(plain)));
  });

  test('is small', () => {
    for (const [name, [curve, options]] of Object.entries(ordinary))
      expect(curveSvg(curve, { theme: 'light', ...options, compact: true }).length, name).toBeLessThan(4000);
  });
});
