import { curveSvg, formatLr, largestDataUri, type PictureTheme, svgDataUri } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import fc from '../fast-check.js';
import { curveOf, hard, noam, ordinary, trial } from './picture-curves.js';
import { pathPoints, readSvg, textBoxes } from './picture-svg.js';

const themes: readonly PictureTheme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light', 'neutral'];
const sizes = [
  [720, 200],
  [360, 180],
  [320, 140],
  [1100, 320],
] as const;
const all = { ...ordinary, ...hard };
const jagged = /jagged/;

/** The lines of the optimizers, which alone have round ends' width 1.8, and those that are compared. */
const lineOf = (elements: ReturnType<typeof readSvg>, width = '1.8') =>
  elements.filter(
    ({ name, attributes }) =>
      name === 'path' && attributes['stroke-width'] === width && !attributes.transform,
  );
const marksOf = (elements: ReturnType<typeof readSvg>) =>
  elements.flatMap(({ attributes }) => {
    const at = attributes.transform?.match(/^translate\(([\d.]+),([\d.]+)\)/);
    return at ? [{ x: Number(at[1]), y: Number(at[2]), fill: attributes.fill }] : [];
  });

describe.each(Object.entries(all))('%s', (name, [curve, options]) => {
  const shapes = jagged.test(name) ? sizes.slice(0, 1) : sizes;

  test.each(shapes)('is drawn within %i x %i, and no label covers another', (width, height) => {
    const svg = curveSvg(curve, { theme: 'light', ...options, width, height });
    const elements = readSvg(svg);
    expect(elements[0]?.attributes).toMatchObject({
      width: String(width),
      height: String(height),
      role: 'img',
    });
    expect(svg).not.toMatch(/NaN[^ )(]*"|Infinity|undefined|null/);
    const boxes = textBoxes(elements);
    expect(boxes.length).toBeGreaterThan(3);
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

  test('says in words what it shows, and holds nothing that runs or loads', () => {
    const svg = curveSvg(curve, { theme: 'dark', ...options });
    const elements = readSvg(svg);
    const words = elements[0]?.attributes['aria-label'] ?? '';
    expect(elements.find((element) => element.name === 'desc')?.text).toBe(words);
    expect(elements.some((element) => element.name === 'title' && element.text !== '')).toBe(true);
    for (const { name: who } of curve.optimizers.slice(0, 8)) expect(words).toContain(who.slice(0, 12));
    expect(new Set(elements.map((element) => element.name))).not.toContain('script');
    for (const { attributes } of elements)
      for (const key of Object.keys(attributes)) expect(key).not.toMatch(/^on|href|style/);
    expect(svg).not.toContain('url(');
  });

  test('is at most 60,000 characters as a data URI', () => {
    for (const theme of jagged.test(name) ? themes.slice(0, 1) : themes) {
      const uri = svgDataUri(curveSvg(curve, { theme, ...options }));
      expect(uri.length).toBeLessThanOrEqual(name in ordinary ? 10_000 : largestDataUri);
    }
  });
});

test('the limit of a data URI is kept at 4096 x 4096 too', () => {
  const [curve] = hard['eight jagged'] ?? [];
  if (!curve) throw new Error('no such trial');
  const svg = curveSvg(curve, { theme: 'light', width: 9999, height: 9999 });
  expect(readSvg(svg)[0]?.attributes.width).toBe('4096');
  expect(svgDataUri(svg).length).toBeLessThanOrEqual(largestDataUri);
});

describe('the peak', () => {
  const steps = 100_000;
  const spike = (step: number) => (step === 61_803 ? 4e-3 : 1e-3);
  const sampled = trial(noam(2e-3, 16_000), steps, steps, { warmup: 16_000, points: 7 });
  const cases = [
    ['of a Noam schedule', curveOf(steps, steps, [noam(2e-3, 16_000), { warmup: 16_000 }]), 2e-3, 16_000],
    ['of one step among 100,000', curveOf(steps, steps, [spike, { points: steps }]), 4e-3, 61_803],
    ['between two samples', { steps, stepsPerEpoch: steps, optimizers: [sampled] }, 2e-3, 16_000],
    ['at the first step', curveOf(steps, steps, [(step) => 1e-3 / step]), 1e-3, 1],
    ['at the last step', curveOf(steps, steps, [(step) => step * 1e-8]), 1e-3, steps],
  ] as const;

  test.each(cases)('%s is in the line and marked, within 1 pixel', (_, curve, lr, step) => {
    const elements = readSvg(curveSvg(curve, { theme: 'light', width: 720, height: 200 }));
    const boxes = textBoxes(elements);
    // The axes themselves say where a value is: two labels of each are enough.
    const at = (label: string) => boxes.find((box) => box.text === label) ?? expect.fail(`no label ${label}`);
    const [zero, hundred] = [at('0'), at('100k')];
    const left = boxes.find((box) => box.text === '0' && box.y > 180)?.x ?? zero.x;
    const bottom = (boxes.find((box) => box.text === '0' && box.y < 180)?.y ?? zero.y) - 4;
    const top = at(formatLr(lr)).y - 4;
    const x = left + ((hundred.x - left) * step) / steps;
    const near = (point: { x: number; y: number }) => Math.hypot(point.x - x, point.y - top) <= 1;
    const points = lineOf(elements)
      .flatMap(({ attributes }) => pathPoints(attributes.d ?? ''))
      .flat();
    expect(points.some(near)).toBe(true);
    expect(Math.min(...points.map((point) => point.y))).toBeCloseTo(top, 0);
    expect(Math.max(...points.map((point) => point.y))).toBeLessThanOrEqual(bottom + 1);
    expect(marksOf(elements).some(near)).toBe(true);
    expect(boxes.map((box) => box.text).join('\n')).toContain(`peak ${formatLr(lr)}`);
  });
});

describe('the labels', () => {
  const textsOf = (name: string, more = {}) => {
    const [curve, options] = all[name] ?? expect.fail(`no trial ${name}`);
    return textBoxes(readSvg(curveSvg(curve, { theme: 'light', ...options, ...more }))).map(
      (box) => box.text,
    );
  };

  test.each([
    [
      'noam',
      ['peak 2.0e-3 at step 16,000', 'warm-up ends at step 16,000, epoch 3.2', '100k', '20', 'step', 'epoch'],
    ],
    ['in epochs', ['peak 2.0e-3 at epoch 3.2', 'warm-up ends at step 16,000, epoch 3.2']],
    ['step decay', ['peak 0.1 at step 1', '0.08', '900', '30']],
    ['constant', ['constant 1.0e-3', '5,000']],
    ['all zero', ['always 0']],
    [
      'two optimizers',
      ['warm-up ends: decoder at step 8,000 (epoch 1.6), encoder at step 16,000 (epoch 3.2)'],
    ],
    ['a peak 200 times the other', ['learning rate, log scale', '1.0e-5', 'constant 1.0e-5']],
    ['fifteen decades beside a small one', ['≤ 1.0e-9']],
    ['warm-up longer than the training', ['warm-up ends at step 16,000, epoch 53.3, after the last step']],
    ['a gap', ['not finite at 119 points, first at step 301']],
    ['nothing but NaN', ['not a number (NaN) from step 1']],
    ['no optimizer', ['no learning rate to draw']],
    ['ten million steps', ['10M', 'peak 1.0e-3 at step 400,000']],
    ['eleven optimizers', ['and 3 more']],
    ['compared', ['baseline.yaml']],
    ['one step', ['1', '1.0e-3']],
  ])('of %s', (name, expected) => {
    const texts = textsOf(name);
    for (const text of expected) expect(texts).toContain(text);
  });

  test.each(Object.keys(ordinary))('of %s keep off the lines', (name) => {
    const [curve, options] = ordinary[name] ?? expect.fail();
    const elements = readSvg(curveSvg(curve, { theme: 'neutral', ...options }));
    const lines = [...lineOf(elements), ...lineOf(elements, '1.5')].flatMap(({ attributes }) =>
      pathPoints(attributes.d ?? ''),
    );
    for (const box of textBoxes(elements))
      for (const line of lines)
        line.forEach((to, i) => {
          const from = line[i - 1] ?? to;
          // Fine enough for letters of 8 pixels.
          for (let part = 0; part <= 1; part += 0.005) {
            const x = from.x + part * (to.x - from.x);
            const y = from.y + part * (to.y - from.y);
            const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
            if (inside) expect.fail(`a line crosses "${box.text}" at ${x}, ${y}`);
          }
        });
  });

  test('ticks of learning rates and steps are in order and evenly spaced', () => {
    const [curve] = ordinary.noam ?? expect.fail();
    const boxes = textBoxes(readSvg(curveSvg(curve, { theme: 'light' })));
    const k = boxes.filter((box) => /^\d+k$/.test(box.text));
    expect(k.map((box) => box.text)).toEqual([
      '10k',
      '20k',
      '30k',
      '40k',
      '50k',
      '60k',
      '70k',
      '80k',
      '90k',
      '100k',
    ]);
    const gaps = k.slice(1).map((box, i) => box.x - (k[i]?.x ?? 0));
    for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 0);
  });
});

describe('values that are no numbers', () => {
  test('leave a gap in the line', () => {
    const [curve] = hard['a gap'] ?? expect.fail();
    const [line] = lineOf(readSvg(curveSvg(curve, { theme: 'light' })));
    const runs = pathPoints(line?.attributes.d ?? '');
    expect(runs).toHaveLength(2);
    const [end, start] = [runs[0]?.at(-1)?.x ?? 0, runs[1]?.[0]?.x ?? 0];
    expect(start - end).toBeGreaterThan(50);
  });

  test('never reach the picture as text of a coordinate', () => {
    const lr = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 5e-324, 1.7e308, Number.NaN, Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(fc.array(lr, { maxLength: 40 }), { maxLength: 3 }), (lists) => {
        const optimizers = lists.map((values, i) =>
          trial((step) => values[step - 1] ?? Number.NaN, values.length, 7, { name: `o${i}`, warmup: 5 * i }),
        );
        const steps = Math.max(0, ...lists.map((values) => values.length));
        const svg = curveSvg({ steps, stepsPerEpoch: 7, optimizers }, { theme: 'light' });
        for (const { attributes } of readSvg(svg))
          for (const key of ['d', 'x', 'y', 'width', 'height', 'transform'])
            expect(attributes[key] ?? '').not.toMatch(/NaN|Infinity|e[+-]?\d/);
      }),
      { numRuns: 200 },
    );
  });
});

test('a compared curve is dashed, in the colour of the same name, and in the legend', () => {
  const [curve, options] = hard['compared with a longer training and another name'] ?? expect.fail();
  const elements = readSvg(curveSvg(curve, { theme: 'light', ...options }));
  const own = lineOf(elements).map(({ attributes }) => attributes.stroke);
  const dashed = lineOf(elements, '1.5').filter(({ attributes }) => attributes['stroke-dasharray'] === '5 4');
  const colours = dashed.map(({ attributes }) => attributes.stroke);
  expect(own).toHaveLength(2);
  expect(colours).toHaveLength(2);
  expect(own).toContain(colours.find((colour) => own.includes(colour)));
  expect(new Set([...own, ...colours]).size).toBe(3);
  const texts = textBoxes(elements).map((box) => box.text);
  expect(texts.some((text) => text.startsWith('extra'))).toBe(true);
});

test('names and titles are text, whatever they hold', () => {
  const name = '</text><script>alert(1)</script>&amp;"\'\u0000\u001b\ud800';
  const curve = curveOf(100, 10, [() => 1e-3, { name, type: '<b onload="x">', optimType: ']]>' }]);
  const svg = curveSvg(curve, {
    theme: 'light',
    title: '<img src=x onerror=alert(1)>',
    compare: curve,
    compareLabel: '"><i>',
  });
  const elements = readSvg(svg);
  const allowed = new Set(['svg', 'title', 'desc', 'rect', 'g', 'path', 'text', 'tspan']);
  for (const element of elements) expect(allowed).toContain(element.name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none of them
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Cs}/u);
  const [legend] = elements.filter((element) => element.name === 'tspan');
  expect(legend?.text).toContain('</text><script>');
  expect(elements.find((element) => element.name === 'title')?.text).toBe('<img src=x onerror=alert(1)>');
  expect(svgDataUri(svg)).toMatch(/^data:image\/svg\+xml[;,][A-Za-z0-9%.,:;=/@!~_+-]+$/);
});

test('the picture of an ordinary configuration in words', () => {
  const [curve, options] = ordinary['two optimizers'] ?? expect.fail();
  expect(readSvg(curveSvg(curve, { theme: 'light', ...options }))[0]?.attributes['aria-label']).toBe(
    'Learning rate over 100,000 steps, 20 epochs. ' +
      'encoder (noam.NoamLr, Adam): peak 2.0e-3 at step 16,000 (epoch 3.2), first 1.25e-7, last 8.0e-4, warm-up ends at step 16,000 (epoch 3.2). ' +
      'decoder (noam.NoamLr, AdamW): peak 1.0e-3 at step 8,000 (epoch 1.6), first 1.25e-7, last 2.83e-4, warm-up ends at step 8,000 (epoch 1.6).',
  );
});

test.each([
  ['noam', 'light'],
  ['two optimizers', 'neutral'],
] as const)('the picture of %s, %s', async (name, theme) => {
  const [curve, options] = ordinary[name] ?? expect.fail();
  const file = `../fixtures/picture/${name.replaceAll(' ', '-')}-${theme}.svg`;
  await expect(`${curveSvg(curve, { theme, ...options })}\n`).toMatchFileSnapshot(file);
});
