import { describe, expect, test } from 'vitest';
import { dashOf, fade, lineColour, mix, themeOf } from '../../extension/src/preview/page/model/colours.js';
import { lowerBound, nearestIndex } from '../../extension/src/preview/page/model/numbers.js';
import { placeLabels } from '../../extension/src/preview/page/model/place-labels.js';
import { quietCorner } from '../../extension/src/preview/page/model/quiet-corner.js';
import { logTicks, needsLog, rangeOf } from '../../extension/src/preview/page/model/ranges.js';
import { linearTicks, placeLabelsOf, valueLabels } from '../../extension/src/preview/page/model/ticks.js';
import { freshView, restore } from '../../extension/src/preview/page/model/view.js';
import { fit, panBy, zoomAt } from '../../extension/src/preview/page/model/window.js';

const all = { from: 0, to: 1000 };

describe('the window', () => {
  test('zooms so that the pointer stays where it is, and no closer than some steps', () => {
    expect(zoomAt(all, 250, 0.5, all)).toEqual({ from: 125, to: 625 });
    expect(zoomAt({ from: 100, to: 104 }, 102, 0.1, all)).toEqual({ from: 100, to: 104 });
    expect(zoomAt({ from: 100, to: 900 }, 500, 2, all)).toBeUndefined();
  });

  test('moves to the ends and not beyond', () => {
    expect(panBy({ from: 100, to: 200 }, -150, all)).toEqual({ from: 0, to: 100 });
    expect(panBy({ from: 100, to: 200 }, 5000, all)).toEqual({ from: 900, to: 1000 });
    expect(fit({ from: -5, to: 2000 }, all)).toBeUndefined();
  });
});

describe('the vertical axis', () => {
  const line = (y: (number | null)[]) => ({ x: y.map((_, i) => i), y });

  test('starts at zero, with room for the label of the peak', () => {
    expect(rangeOf([line([0, 1, 0.5])], all, false, false)).toEqual({ min: 0, max: 1.12, log: false });
    expect(rangeOf([line([0, 0])], all, false, false)).toEqual({ min: 0, max: 1, log: false });
    expect(rangeOf([line([null, null])], all, false, false)).toEqual({ min: 0, max: 1, log: false });
    expect(rangeOf([line([-1, 1])], all, false, false).min).toBeLessThan(-1);
  });

  test('zoomed in it shows what is in view', () => {
    const { min, max } = rangeOf([line([9, 1, 1.1, 1.2, 9])], { from: 1.9, to: 2.1 }, false, true);
    expect([min, max]).toEqual([expect.closeTo(0.976, 6), expect.closeTo(1.224, 6)]);
    expect(rangeOf([line([5, 5])], all, false, true)).toEqual({ min: 4.995, max: 5.005, log: false });
  });

  test('logarithmic: zeros and what is far below are at its bottom', () => {
    const range = rangeOf([line([0, 1e-9, 1e-3])], all, true, false);
    expect(range.log).toBe(true);
    expect(range.min).toBeCloseTo(1e-6, 12);
    expect(range.max).toBeGreaterThan(1e-3);
    expect(rangeOf([line([0, 0])], all, true, false).log).toBe(false);
  });

  test('is logarithmic by itself where one curve would lie on the axis', () => {
    expect(needsLog([line([0, 1]), line([0, 0.02])])).toBe(true);
    expect(needsLog([line([0, 1]), line([0, 0.03])])).toBe(false);
    expect(needsLog([])).toBe(false);
  });
});

describe('ticks', () => {
  test('are even and exact', () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(0, 0.00035, 4)).toEqual([0, 0.0001, 0.0002, 0.0003]);
    expect(linearTicks(3, 5, 10, true)).toEqual([3, 4, 5]);
    expect(linearTicks(1, 1, 5)).toEqual([]);
  });

  test('of a log axis: as many as there is room for', () => {
    expect(logTicks({ min: 1e-5, max: 1e-3, log: true }, 3)).toEqual([1e-5, 1e-4, 1e-3]);
    expect(logTicks({ min: 1e-5, max: 1e-3, log: true }, 7)).toEqual([
      1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3,
    ]);
    expect(logTicks({ min: 1e-12, max: 1, log: true }, 4)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1]);
  });

  test('no two have the same label', () => {
    expect(valueLabels([0.001, 0.002])).toEqual(['1.0e-3', '2.0e-3']);
    expect(valueLabels([0.001, 0.001001])).toEqual(['1.000e-3', '1.001e-3']);
    expect(valueLabels([])).toEqual([]);
    expect(placeLabelsOf([0, 5000, 10_000], 'steps')).toEqual(['0', '5k', '10k']);
    expect(placeLabelsOf([123_456, 123_457], 'steps')).toEqual(['123,456', '123,457']);
    expect(placeLabelsOf([12.01, 12.02], 'epochs')).toEqual(['12.01', '12.02']);
  });
});

describe('places', () => {
  test('labels keep off each other and inside', () => {
    const frame = { left: 0, top: 0, right: 100, bottom: 60 };
    const one = { x: 50, y: 30, width: 20, height: 10 };
    const [first, second] = placeLabels([one, one], frame, []);
    expect(first).toEqual({ left: 40, top: 12, right: 60, bottom: 22 });
    expect(second).toEqual({ left: 60, top: 23, right: 80, bottom: 33 });
    expect(placeLabels([{ ...one, width: 200 }], frame, [])).toEqual([undefined]);
  });

  test('the read-out goes where least is hidden, and stays there for a while', () => {
    const boxAt = ({ left, top }: { left: boolean; top: boolean }) => ({
      left: left ? 0 : 50,
      right: left ? 50 : 100,
      top: top ? 0 : 50,
      bottom: top ? 50 : 100,
    });
    const points = Array.from({ length: 10 }, () => [75, 25] as const);
    expect(quietCorner(points, boxAt, { left: false, top: true })).toEqual({ left: true, top: true });
    expect(quietCorner(points.slice(8), boxAt, { left: false, top: true })).toEqual({
      left: false,
      top: true,
    });
    expect(quietCorner([], () => undefined, undefined)).toEqual({ left: false, top: true });
  });

  test('are found in ascending numbers', () => {
    expect([0, 2, 9].map((wanted) => lowerBound([1, 2, 4], wanted))).toEqual([0, 1, 3]);
    expect([0, 2.9, 3.1, 9].map((wanted) => nearestIndex([1, 2, 4], wanted))).toEqual([0, 1, 2, 2]);
    expect(nearestIndex([], 1)).toBe(-1);
  });
});

test('colours follow the theme; the ninth optimizer has one of its own', () => {
  expect(themeOf('vscode-high-contrast-light')).toBe('high-contrast-light');
  expect(themeOf(undefined)).toBe('dark');
  expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(fade('#abc', 0.5)).toBe('#aabbcc80');
  expect(fade('rgb(1, 2, 3)', 0.5)).toBe('rgba(1, 2, 3, 0.5)');
  expect(fade('red', 0.5)).toBe('red');
  const colours = Array.from({ length: 12 }, (_, i) => lineColour('plan', i, 'dark'));
  expect(new Set(colours).size).toBe(12);
  expect(lineColour('loss', 0, 'dark')).not.toBe(lineColour('run', 0, 'dark'));
  expect([dashOf('plan', 0), dashOf('run', 1)]).toEqual([[], []]);
  expect(dashOf('ghost', 0)).not.toEqual(dashOf('other', 1));
});

test('a view that was kept is read, whatever is in it', () => {
  const kept = {
    uri: 'file:///a',
    others: ['b'],
    runs: [1],
    view: { axis: 'epochs', zoom: { from: 3, to: 1 }, hidden: 'x' },
  };
  expect(restore(kept)).toEqual({
    uri: 'file:///a',
    others: ['b'],
    runs: [],
    view: { ...freshView, axis: 'epochs' },
  });
  for (const bad of [undefined, null, 'x', [], {}, { uri: 3 }]) expect(restore(bad)).toBeUndefined();
  expect(restore({ uri: 'a', view: { axis: 'furlongs' } })?.view).toEqual(freshView);
});
