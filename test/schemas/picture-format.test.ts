import { formatEpoch, formatLr, formatStep, sparkline, svgDataUri } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { formatLrTicks, formatStepTicks } from '../../schemas/src/curve/picture/format.js';
import { ellipsize, textWidth } from '../../schemas/src/curve/picture/text.js';
import { cosine, noam, trial } from './picture-curves.js';

test.each([
  [0, '0'],
  [-0, '0'],
  [2e-3, '2.0e-3'],
  [0.0019999999, '2.0e-3'],
  [1.25e-3, '1.25e-3'],
  [6.987712429686844e-4, '6.99e-4'],
  [1e-10, '1.0e-10'],
  [0.01, '0.01'],
  [0.1, '0.1'],
  [1, '1'],
  [12.345, '12.3'],
  [999, '999'],
  [1000, '1.0e3'],
  [-5e-4, '-5.0e-4'],
  [5e-324, '4.94e-324'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'infinity'],
  [Number.NEGATIVE_INFINITY, '-infinity'],
])('the learning rate %d reads %s', (value, text) => expect(formatLr(value)).toBe(text));

test.each([
  [0, '0'],
  [999, '999'],
  [16_000, '16,000'],
  [1_234_567, '1,234,567'],
  [-1000, '-1,000'],
  [4000.5, '4,000.5'],
  [1234.5678, '1,234.57'],
  [1e15, '1.0e15'],
  [Number.POSITIVE_INFINITY, 'infinity'],
])('the step %d reads %s', (value, text) => expect(formatStep(value)).toBe(text));

test.each([
  [3.2, '3.2'],
  [3, '3'],
  [0.025, '0.025'],
  [12.34, '12.3'],
  [140.4, '140'],
  [1234.4, '1,234'],
])('the epoch %d reads %s', (value, text) => expect(formatEpoch(value)).toBe(text));

test.each([
  [formatLrTicks, [0, 0.005, 0.01, 0.015], ['0', '0.005', '0.01', '0.015']],
  [formatLrTicks, [0, 5e-4, 1e-3], ['0', '5.0e-4', '1.0e-3']],
  [formatStepTicks, [0, 500, 1000], ['0', '500', '1,000']],
  [formatStepTicks, [0, 5000, 10_000], ['0', '5k', '10k']],
  [formatStepTicks, [0, 2.5e6, 5e6], ['0', '2.5M', '5M']],
])('labels of one axis are alike: %#', (format, values, labels) => expect(format(values)).toEqual(labels));

describe('ellipsize', () => {
  test.each([
    ['encoder', 200, 'end', 'encoder'],
    ['  two\nlines ', 200, 'end', 'two lines'],
    ['a_very_long_name_of_an_encoder_0', 100, 'end', 'a_very_long…'],
    ['a_very_long_name_of_an_encoder_0', 100, 'middle', 'a_very_l…r_0'],
    ['anything', 5, 'end', ''],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 110, 'end', '👩‍👩‍👧‍👦…'],
  ] as const)('%j in %i pixels, cut at the %s', (text, width, cutAt, shown) => {
    const cut = ellipsize(text, width, 12, 'normal', cutAt);
    expect(cut).toBe(shown);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(width);
  });

  test('does not measure a megabyte', () => {
    const cut = ellipsize('x'.repeat(1e6), 4000, 12);
    expect(cut.length).toBeLessThan(300);
    expect(cut).toMatch(/…$/);
  });
});

describe('svgDataUri', () => {
  const decoded = (uri: string) => {
    const [head = '', ...body] = uri.split(',');
    const data = body.join(',');
    return head.endsWith('base64') ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data);
  };
  test.each([
    ['words that need no escape', `<svg>${'M1,2'.repeat(100)}</svg>`, 'data:image/svg+xml,'],
    ['much that does', '<a b="c d"/>'.repeat(50), 'data:image/svg+xml;base64,'],
    ['other scripts', '<t>编码器 é 👩‍👩‍👧‍👦 "\'()[]{}#%&|\\`^</t>', 'data:image/svg+xml;base64,'],
  ])('takes the shorter encoding of %s', (_, svg, head) => {
    const uri = svgDataUri(svg);
    expect(uri.startsWith(head)).toBe(true);
    expect(decoded(uri)).toBe(svg);
    expect(uri).not.toMatch(/[\s"'()<>[\]{}#&|\\`^]/);
  });
  test('a lone surrogate becomes U+FFFD', () =>
    expect(decoded(svgDataUri('<a>\ud800</a>'))).toBe('<a>\ufffd</a>'));
});

test.each([
  ['a rise and a fall', trial(noam(1e-3, 200), 1000, 1000), 20, '▃▅▇███▇▇▆▆▆▅▅▅▅▅▄▄▄▄'],
  ['a fall to 0', trial(cosine(1, 100), 100, 100), 10, '███▇▆▄▃▂▁▁'],
  ['zero', trial(() => 0, 100, 100), 5, '▁▁▁▁▁'],
  ['a constant', trial(() => 1e-3, 100, 100), 5, '█████'],
  ['below zero', trial((step) => (step > 50 ? -1 : 1), 100, 100), 4, '██▁▁'],
  ['a gap', trial((step) => (step > 50 && step <= 75 ? Number.NaN : 1), 100, 100), 4, '██ █'],
  ['fewer steps than characters', trial((step) => step, 2, 2), 4, ' ▅▅█'],
  ['no step', trial(() => 1, 0, 1), 3, '   '],
])('the sparkline of %s', (_, curve, width, line) => {
  const drawn = sparkline(curve, width);
  expect([...drawn]).toHaveLength(width);
  expect(drawn).toBe(line);
});
