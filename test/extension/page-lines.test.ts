import { describe, expect, test } from 'vitest';
import { align } from '../../extension/src/preview/page/model/align.js';
import { wantedDetail, withDetail } from '../../extension/src/preview/page/model/detail.js';
import { linesOf, toggles } from '../../extension/src/preview/page/model/lines.js';
import { sameCurve } from '../../extension/src/preview/page/model/same-curve.js';
import { sceneOf } from '../../extension/src/preview/page/model/scene.js';
import { Straightened } from '../../extension/src/preview/page/model/straight.js';
import { asTable } from '../../extension/src/preview/page/model/table.js';
import { solo, toggled } from '../../extension/src/preview/page/model/toggle.js';
import { unitsOf } from '../../extension/src/preview/page/model/units.js';
import { valueAt } from '../../extension/src/preview/page/model/value-at.js';
import { freshView } from '../../extension/src/preview/page/model/view.js';
import { answerOf, curveAnswer, panelState } from './page-curve.js';

const curve = curveAnswer({
  main: answerOf([1, 500, 1000], [0.1, 0.4, 0.2]),
  side: answerOf([1, 250, 500, 1000], [0.2, 0.1, 0.3, 0.1]),
});
const run = {
  id: 'r',
  label: 'run 1',
  state: 'running' as const,
  steps: [100, 200],
  lr: { main: [0.15, 0.2] },
  losses: { loss: [2, 1] },
  valid: { per: [[100, 0.5]] as const },
};
const state = panelState({ curve, runs: [run], current: 'main' });
const drawn = {
  state,
  curve,
  detail: undefined,
  units: unitsOf(curve, state),
  axis: 'steps' as const,
};
const scene = (more: Partial<Parameters<typeof sceneOf>[0]> = {}) =>
  sceneOf({
    state,
    view: freshView,
    draft: undefined,
    detail: undefined,
    grip: undefined,
    held: undefined,
    ...more,
  });

describe('lines over one x', () => {
  test('a line has undefined where it has no point, and keeps its gaps', () => {
    const { x, columns } = align([
      { x: [1, 3], y: [10, null] },
      { x: [1, 2, 3], y: [1, 2, 3] },
      { x: [2, 4], y: [20, 40] },
    ]);
    expect([...x]).toEqual([1, 2, 3, 4]);
    expect(columns).toEqual([
      [10, undefined, null, undefined],
      [1, 2, 3, undefined],
      [undefined, 20, undefined, 40],
    ]);
  });

  test('lines of the same points share them', () => {
    const x = [1, 2, 3];
    const y = [1, 2, 3];
    expect(
      align([
        { x, y },
        { x, y },
      ]).columns[1],
    ).toBe(y);
    expect(align([]).columns).toEqual([]);
  });
});

describe('what is drawn', () => {
  test('the current optimizer lies on top, a run over it, losses on the right, metrics with a scale of their own', () => {
    expect(linesOf(drawn).map(({ key, side }) => [key.split('\n')[0], key.split('\n').at(-1), side])).toEqual(
      [
        ['plan', 'side', 'left'],
        ['plan', 'main', 'left'],
        ['loss', 'loss', 'right'],
        ['run', 'main', 'left'],
        ['valid', 'per', 'metric'],
      ],
    );
  });

  test('each line is in the unit of the axis, a compared one in its own', () => {
    const other = { label: 'b.yaml', curve: { ...curve, stepsPerEpoch: 200 } };
    const lines = linesOf({ ...drawn, state: panelState({ curve, others: [other] }), axis: 'epochs' });
    expect(lines.find(({ kind, name }) => kind === 'plan' && name === 'main')?.x).toEqual([0.01, 5, 10]);
    expect(lines.find(({ kind, name }) => kind === 'other' && name === 'main')?.x).toEqual([0.005, 2.5, 5]);
  });

  test('what is before the first update is not drawn, NaN is a gap', () => {
    const facts = { ...answerOf([1], [1]).facts, firstUpdate: 4 };
    const held = curveAnswer({ main: { ...answerOf([1, 4, 8], [9, 1, 2]), lr: [9, 'NaN', 2], facts } });
    const [line] = linesOf({ ...drawn, state: panelState({ curve: held }), curve: held });
    expect([line?.x, line?.y]).toEqual([
      [4, 8],
      [null, 2],
    ]);
  });

  test('hiding an optimizer hides its run, its ghost and its marks', () => {
    const hidden = scene({ view: { ...freshView, hidden: [toggles.optimizer('main')] } });
    expect(hidden.lines.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'plan side',
      'loss loss',
      'valid per',
    ]);
    expect(hidden.marks.map(({ name }) => name)).toEqual(['side']);
    expect(scene().now).toBe(200);
    expect(scene({ view: { ...freshView, hidden: [toggles.run('r')] } }).right).toBeUndefined();
  });

  test('an axis without a unit is steps; a reader may say the unit', () => {
    const unknown = { ...curve, unknown: 'steps per epoch' as const };
    const view = { ...freshView, axis: 'epochs' as const };
    expect(scene({ state: panelState({ curve: unknown }), view }).axis).toBe('steps');
    const said = scene({ state: panelState({ curve: unknown, stepsPerEpoch: 50 }), view });
    expect([said.axis, said.perUnit]).toEqual(['epochs', 50]);
    const examples = scene({
      state: panelState({ curve, examplesPerStep: 4 }),
      view: { ...view, axis: 'examples' },
    });
    expect(examples.lines[0]?.x).toEqual([4, 1000, 2000, 4000]);
  });
});

describe('values', () => {
  const [side, main, loss, , valid] = linesOf(drawn);
  const at = (line: typeof main, x: number) => line && valueAt(line, x);

  test('of a curve: its points, else between them', () => {
    expect(at(main, 500)).toEqual({ value: 0.4, exact: true });
    expect(at(main, 750)?.value).toBeCloseTo(0.3, 12);
    expect(at(main, 750)?.exact).toBe(false);
    expect([at(main, 0), at(main, 1001)]).toEqual([undefined, undefined]);
  });

  test('of a run: the nearest; of a validation: the last one', () => {
    expect(at(loss, 140)).toEqual({ value: 2, exact: true });
    expect(at(loss, 160)).toEqual({ value: 1, exact: true });
    expect([at(valid, 99), at(valid, 100), at(valid, 900)]).toEqual([
      undefined,
      { value: 0.5, exact: true },
      { value: 0.5, exact: true },
    ]);
  });

  test('as a table, of the part in view', () => {
    const lines = [side, valid].filter((line) => line !== undefined);
    expect(asTable(lines, { from: 100, to: 500 }, 'step')).toBe(
      'step\tside\tper (run 1)\n100\t\t0.5\n250\t0.1\t\n500\t0.3\t\n',
    );
  });
});

describe('more points of a part', () => {
  const fine = curveAnswer({ main: answerOf([300, 400, 600], [0.3, 0.35, 0.38]) });

  test('they stand in the place of the coarse ones', () => {
    expect(withDetail(answerOf([1, 500, 1000], [1, 5, 10]), fine.optimizers.main)).toEqual({
      steps: [1, 300, 400, 600, 1000],
      lr: [1, 0.3, 0.35, 0.38, 10],
    });
    const own = answerOf([1, 2], [1, 2]);
    expect(withDetail(own, undefined)).toBe(own);
  });

  test('they are asked for where points lie far apart, with a margin', () => {
    const window = { from: 400.4, to: 600.2 };
    expect(wantedDetail(curve, undefined, window, 300)).toEqual({ from: 299, to: 702, sample: 600 });
    const steps = Array.from({ length: 404 }, (_, i) => 299 + i);
    const close = answerOf(steps, steps);
    const detail = { from: 299, to: 702, curve: curveAnswer({ main: close, side: close }) };
    expect(wantedDetail(curve, detail, window, 300)).toBeUndefined();
    expect(wantedDetail(curve, detail, { from: 100, to: 300 }, 300)).toBeDefined();
  });

  test('the same curve keeps them', () => {
    expect(sameCurve(curve, structuredClone(curve))).toBe(true);
    expect(sameCurve(curve, { ...curve, optimizers: { main: answerOf([1], [1]) } })).toBe(false);
    expect(sameCurve(undefined, undefined)).toBe(true);
    expect(sameCurve(curve, undefined)).toBe(false);
  });
});

describe('toggles', () => {
  test('one, and only one', () => {
    expect(toggled(['o:a'], 'o:b')).toEqual(['o:a', 'o:b']);
    expect(toggled(['o:a', 'o:b'], 'o:a')).toEqual(['o:b']);
    const alone = solo(state, [toggles.loss('loss')], toggles.optimizer('main'));
    expect(alone).toEqual(['l:loss', 'o:side']);
    expect(solo(state, alone, toggles.optimizer('main'))).toEqual(['l:loss']);
  });
});

test('points on a straight line are left out, corners stay', () => {
  const drawn: string[] = [];
  const line = new Straightened(
    0.1,
    (x, y) => drawn.push(`M${x},${y}`),
    (x, y) => drawn.push(`L${x},${y}`),
  );
  for (const [x, y] of [
    [0, 0],
    [1, 1],
    [2, 2.05],
    [3, 3],
    [4, 0],
    [5, 0],
    [5, 2],
  ] as const)
    line.point(x, y);
  line.end();
  line.point(8, 1);
  line.end();
  expect(drawn.slice(0, 5)).toEqual(['M0,0', 'L3,3', 'L4,0', 'L5,0', 'L5,2']);
  expect(drawn.filter((each) => each.startsWith('M'))).toEqual(['M0,0', 'M8,1']);
});
