import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { printable } from '../../runtime/src/cli/printable.js';
import { drawLine, wrapText } from '../../runtime/src/cli/text-layout.js';

/** Draws a line with its mark as `^` below, as a code frame does; `[…]` in the line is the mark. */
function drawn(line: string, width: number): string[] {
  const start = line.indexOf('[');
  const end = line.indexOf(']') - 1;
  const { text, markStart, markEnd } = drawLine(line.replace(/[[\]]/g, ''), start, end, width);
  return [text, ' '.repeat(markStart) + '^'.repeat(markEnd - markStart)];
}

describe('drawLine', () => {
  const cases: [name: string, line: string, width: number, text: string, mark: string][] = [
    ['a line that fits', 'lr: [0.1] # peak', 40, 'lr: 0.1 # peak', '    ^^^'],
    ['an empty mark', 'lr:[] x', 40, 'lr: x', '   ^'],
    ['a mark at the end of the line', 'lr:[]', 40, 'lr:', '   ^'],
    ['tabs as blanks to the next stop', '\ta\t[b]', 40, '    a   b', '        ^'],
    ['wide characters', 'é学習[率]: 1', 40, 'é学習率: 1', '     ^^'],
    ['an emoji of several code points', 'a👩‍💻[b]', 40, 'a👩‍💻b', '   ^'],
    ['a combining mark', 'e\u0301[x]', 40, 'e\u0301x', ' ^'],
    ['a byte order mark of no width', '\ufeff[lr]: 1', 40, 'lr: 1', '^^'],
    ['control characters', 'a\u001b[2J]', 40, 'a␛2J', '  ^^'],
    ['a long line whose mark is near its start', 'lr: [0.1] and much more', 12, 'lr: 0.1 and…', '    ^^^'],
    ['a long line around its mark', `${'a'.repeat(50)}[bb]${'c'.repeat(50)}`, 12, '…aaaabbcccc…', '     ^^'],
    ['a mark at the end of a long line', `${'a'.repeat(50)}[bb]`, 12, '…aaaaaaaaabb', '          ^^'],
    [
      'a mark longer than the room',
      `${'a'.repeat(50)}[${'b'.repeat(50)}]`,
      12,
      '…abbbbbbbbb…',
      '  ^^^^^^^^^',
    ],
    [
      'half a wide character at the cut',
      `${'学'.repeat(20)}[率]${'学'.repeat(20)}`,
      11,
      '… 学率学学…',
      '    ^^',
    ],
  ];
  it.each(cases)('%s', (_, line, width, text, mark) => {
    expect(drawn(line, width)).toEqual([text, mark]);
  });

  it('never takes more columns than there are', () => {
    const line = `a学é\t👩‍💻\u001b`.repeat(40);
    for (let width = 20; width < 60; width += 3) {
      for (let start = 0; start < line.length; start += 23) {
        const { text, markStart, markEnd } = drawLine(line, start, start + 5, width);
        expect(stringWidth(text)).toBeLessThanOrEqual(width);
        expect(markStart).toBeGreaterThanOrEqual(0);
        expect(markEnd).toBeGreaterThan(markStart);
        expect(markEnd).toBeLessThanOrEqual(width);
      }
    }
  });

  it('cuts a line of ten megabytes without measuring it', () => {
    const line = `${'a'.repeat(5e6)}X${'b'.repeat(5e6)}`;
    expect(drawLine(line, 5e6, 5e6 + 1, 11)).toEqual({ text: '…aaaaXbbbb…', markStart: 5, markEnd: 6 });
  });
});

describe('printable', () => {
  it.each([
    ['plain text', 'plain text'],
    ['a\u001b[31mred', 'a␛[31mred'],
    ['\u009b31m', '�31m'],
    ['user\u202egnp.yaml', 'user�gnp.yaml'],
    ['a\nb', 'a␊b'],
    ['\u007f', '␡'],
    ['👩‍💻', '👩‍💻'],
  ])('%j is %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('wrapText', () => {
  it.each([
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 3, ['one', 'two', 'three']],
    ['averylongword is whole', 6, ['averylongword', 'is', 'whole']],
    ['first\nsecond line', 20, ['first', 'second line']],
    ['学習 率の 設定', 9, ['学習 率の', '設定']],
  ])('%j in %i columns', (text, width, expected) => {
    expect(wrapText(text, width)).toEqual(expected);
  });
});
