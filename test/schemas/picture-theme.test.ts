import { describe, expect, test } from 'vitest';
import { themes } from '../../schemas/src/curve/picture/theme.js';

type Rgb = readonly [number, number, number];

const linear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const parse = (hex: string): Rgb => {
  const at = (i: number) => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** The contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// Machado, Oliveira and Fernandes 2009, table 1, severity 1.0.
const visions: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seen = (rgb: Rgb, vision: readonly [Rgb, Rgb, Rgb]): Rgb =>
  vision.map((row) =>
    Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  ) as unknown as Rgb;

/** Ottosson's OKLab, in which equal distances look equally far. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe.each(Object.entries(themes))('the theme %s', (name, colours) => {
  const grounds = colours.background ? [colours.background] : ['#ffffff', '#1e1e1e'];

  test('lines, text and warnings stand out from the background', () => {
    for (const ground of grounds) {
      for (const colour of colours.lines) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(2.95);
      const least = name.startsWith('high-contrast') ? 7 : name === 'neutral' ? 3.9 : 4.5;
      for (const text of [colours.text, colours.muted])
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(least);
      expect(contrast(colours.warning, ground)).toBeGreaterThanOrEqual(name === 'neutral' ? 3 : 4.5);
    }
  });

  test.each(Object.entries(visions))('eight lines stay apart with %s', (_, vision) => {
    const points = colours.lines.map((colour) => oklab(seen(parse(colour), vision)));
    expect(points).toHaveLength(8);
    points.forEach((a, i) => {
      points.slice(0, i).forEach((b, j) => {
        // A difference of 0.02 is just seen side by side: twice that, and three times among the first four.
        const least = i < 4 ? 0.06 : 0.04;
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(distance, `${colours.lines[i]} and ${colours.lines[j]}`).toBeGreaterThan(least);
      });
    });
  });
});
