import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type TerminalChartOptions, terminalChart } from '../../runtime/src/cli/terminal-chart.js';
import { factsTable } from '../../runtime/src/cli/terminal-chart-table.js';
import { curveOf, hard, noam, ordinary } from '../schemas/picture-curves.js';

const all = { ...ordinary, ...hard };
const esc = '\u001b';
const sgr = new RegExp(`${esc}\\[\\d+m`, 'g');
const withoutColour = (text: string) => text.replace(sgr, '');

function chart(name: string, options: Partial<TerminalChartOptions> = {}): string {
  const [curve, { compare, compareLabel } = {}] = all[name] ?? expect.fail(`no trial ${name}`);
  const defaults = { width: 80, height: 10, colour: false, unicode: true, compare, compareLabel };
  return terminalChart(curve, { ...defaults, ...options });
}

describe.each(Object.keys(all))('%s', (name) => {
  test.each([
    [40, 5],
    [80, 14],
    [121, 20],
    [200, 40],
  ])('fits into %i columns', (width, height) => {
    for (const unicode of [true, false])
      for (const colour of [true, false]) {
        const lines = chart(name, { width, height, unicode, colour }).split('\n');
        expect(lines.length).toBeGreaterThan(height + 2);
        for (const line of lines) {
          expect(stringWidth(line), line).toBeLessThanOrEqual(width);
          expect(withoutColour(line)).not.toMatch(/\s$/);
          if (!colour) expect(line).not.toContain(esc);
          else expect(withoutColour(line)).not.toContain(esc);
        }
      }
  });

  test('is the same chart with colours and without, but for the marks on the lines', () => {
    const lines = (colour: boolean) => withoutColour(chart(name, { colour })).split('\n');
    const [coloured, plain] = [lines(true), lines(false)];
    expect(coloured.length).toBe(plain.length);
    const [first] = all[name] ?? expect.fail();
    if (first.optimizers.length < 2) expect(coloured).toEqual(plain);
  });
});

test.each([['noam'], ['four optimizers'], ['fifteen decades beside a small one'], ['a gap']])(
  '%s is ASCII where the terminal has no more',
  (name) => {
    const text =
      chart(name, { unicode: false }) +
      factsTable((all[name] ?? expect.fail())[0], { width: 60, colour: false, unicode: false });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  },
);

describe('the peak', () => {
  test.each([
    [16_000, 2e-3],
    [50_000, 3e-4],
    [100_000, 0.1],
  ])('at step %i is marked in its column and in the row of its value', (step, lr) => {
    const curve = curveOf(100_000, 100_000, [noam(lr, step), { warmup: step }]);
    const lines = terminalChart(curve, { width: 100, height: 12, colour: false, unicode: true }).split('\n');
    const floor = lines.find((line) => line.includes('└')) ?? '';
    const [left, right] = [floor.indexOf('└') + 1, floor.length - 1];
    // The legend has the same mark, but to the left of the plot.
    const row = lines.findIndex((line) => line.indexOf('●') >= left);
    const column = lines[row]?.indexOf('●') ?? 0;
    expect(Math.abs(column - (left + ((right - left) * step) / 100_000))).toBeLessThanOrEqual(1);
    expect(lines[row]).toMatch(/^\s*(2\.0e-3|3\.0e-4|0\.1) ┤/);
    expect(lines.join('\n')).toContain(`at step ${step.toLocaleString('en')}`);
  });

  test('of one step among 100,000 survives', () => {
    const spike = (step: number) => (step === 61_803 ? 4e-3 : 1e-3);
    const curve = curveOf(100_000, 100_000, [spike, { points: 100_000 }]);
    const text = terminalChart(curve, { width: 80, height: 12, colour: false, unicode: true });
    expect(text).toContain('peak 4.0e-3 at step 61,803');
    const column =
      text
        .split('\n')
        .find((line) => line.indexOf('●') > 5)
        ?.indexOf('●') ?? 0;
    // The line rises to it in braille dots.
    const dots = text
      .split('\n')
      .filter((line) => /[\u2801-\u28ff]/.test(line.slice(column - 1, column + 2)));
    expect(dots.length).toBeGreaterThan(5);
  });
});

describe('several optimizers', () => {
  const marks = ['●', '■', '▲', '◆'];
  test('have a mark of their own on the lines and in the legend without colour', () => {
    const lines = chart('four optimizers', { width: 100, height: 16 }).split('\n');
    const floor = lines.findIndex((line) => line.includes('└'));
    const [plot, legend] = [lines.slice(0, floor).join(''), lines.slice(floor).join('\n')];
    for (const mark of marks) expect(plot.split(mark).length - 1).toBeGreaterThanOrEqual(5);
    expect(legend).toMatch(/● encoder noam\.NoamLr, Adam\b/);
    expect(legend).toMatch(/◆ postnet noam\.NoamLr, RMSprop/);
  });

  test('have a colour of their own, the same in the legend', () => {
    const text = chart('four optimizers', { colour: true, width: 100, height: 16 });
    const colours = marks.map((mark) => new RegExp(`${esc}\\[(3\\d|9\\d)m${mark}`).exec(text)?.[1]);
    expect(new Set(colours).size).toBe(4);
    expect(colours).not.toContain(undefined);
  });

  test('draw in their own character in ASCII', () => {
    const plot = chart('two optimizers', { unicode: false, height: 16 });
    expect(plot.split('*').length).toBeGreaterThan(30);
    expect(plot.split('+').length).toBeGreaterThan(30);
  });
});

test.each([
  ['noam', ['learning rate', '2.0e-3 ┤', '┊ warm-up ends at step 16,000 (epoch 3.2)', 'step  0', 'epoch  0']],
  ['two optimizers, one warm-up', ['┊ warm-up ends at step 16,000 (epoch 3.2)']],
  ['a peak 200 times the other', ['learning rate, log scale', 'constant 1.0e-5']],
  ['warm-up longer than the training', ['warm-up ends at step 16,000 (epoch 53.3), after the last step']],
  [
    'NaN to the end, and one infinity',
    ['! encoder: not a number (NaN) from step 501', '! decoder: infinite at step 200'],
  ],
  ['eleven optimizers', ['and 3 more']],
  ['compared', ['┄┄ baseline.yaml']],
  ['compared with a longer training and another name', ['┄┄ extra, a/rather/long/path']],
  ['all zero', ['always 0']],
])('the chart of %s says so', (name, expected) => {
  const text = chart(name);
  for (const part of expected) expect(text).toContain(part);
});

test('a name cannot draw on the terminal', () => {
  const name = `${esc}[2J${esc}]0;title\u0007\u202e\r\nencoder`;
  const curve = curveOf(
    100,
    10,
    [() => 1e-3, { name, type: name, optimType: name }],
    [() => 2e-3, { name: 'x' }],
  );
  const options = { width: 200, height: 6, colour: false, unicode: true };
  for (const text of [
    terminalChart(curve, { ...options, compare: curve, compareLabel: name }),
    factsTable(curve, options),
  ]) {
    expect(text).toContain('encoder');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  }
});

describe('factsTable', () => {
  const [two] = ordinary['two optimizers'] ?? expect.fail();

  test('is a table where it fits', () => {
    expect(factsTable(two, { width: 120, colour: false })).toBe(
      [
        'optimizer  schedule            peak                               first    last     warm-up ends',
        'encoder    noam.NoamLr, Adam   2.0e-3 at step 16,000 (epoch 3.2)  1.25e-7  8.0e-4   step 16,000 (epoch 3.2)',
        'decoder    noam.NoamLr, AdamW  1.0e-3 at step 8,000 (epoch 1.6)   1.25e-7  2.83e-4  step 8,000 (epoch 1.6)',
      ].join('\n'),
    );
  });

  test('is a list where it does not', () => {
    expect(factsTable(two, { width: 40, colour: false }).split('\n').slice(0, 6)).toEqual([
      'encoder  noam.NoamLr, Adam',
      '  peak          2.0e-3 at step 16,000',
      '                (epoch 3.2)',
      '  first         1.25e-7',
      '  last          8.0e-4',
      '  warm-up ends  step 16,000 (epoch 3.2)',
    ]);
  });

  test.each(Object.keys(all))('of %s fits into any width', (name) => {
    const [curve] = all[name] ?? expect.fail();
    for (const width of [40, 60, 80, 120, 200])
      for (const line of factsTable(curve, { width, colour: true }).split('\n'))
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  test.each([
    ['constant', '-', /1\.0e-3 at step 1 .*-$/m],
    ['warm-up longer than the training', 'not reached', /step 16,000 \(epoch 53\.3\), not reached$/m],
    ['nothing but NaN', 'NaN', /main {2,}noam\.NoamLr, Adam {2,}- +NaN +NaN +-$/m],
    ['no optimizer', 'nothing', /^$/],
  ])('of %s says %s', (name, _, expected) => {
    const [curve] = all[name] ?? expect.fail();
    expect(factsTable(curve, { width: 200, colour: false })).toMatch(expected);
  });
});

test.each([
  ['noam', 'braille', { width: 80, height: 10 }],
  ['two optimizers', 'ascii', { width: 60, height: 10, unicode: false }],
] as const)('the chart of %s in %s', async (name, kind, options) => {
  const file = `../fixtures/picture/${name.replaceAll(' ', '-')}-${kind}.txt`;
  await expect(`${chart(name, options)}\n`).toMatchFileSnapshot(file);
});
