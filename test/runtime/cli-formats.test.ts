import { readFileSync } from 'node:fs';
import type { Problem, Severity, Span } from '@optim-sches/schemas';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type CheckedFile, formatProblems } from '../../runtime/src/cli/format/format-problems.js';
import type { ProblemFormat } from '../../runtime/src/cli/format/problem-formats.js';

const fixture = (name: string) => new URL(`../fixtures/cli/${name}`, import.meta.url);
const text = readFileSync(fixture('problems.yaml'), 'utf8');

/** The span of the n-th occurrence of some text. */
function span(wanted: string, occurrence = 1): Span {
  let start = -1;
  for (let n = 0; n < occurrence; n++) start = text.indexOf(wanted, start + 1);
  if (start < 0) throw new Error(`"${wanted}" is not in the fixture`);
  return { start, end: start + wanted.length };
}

function problem(
  code: Problem['code'],
  severity: Severity,
  at: Span,
  message: string,
  more: Partial<Problem> = {},
): Problem {
  return { code, severity, span: at, message, fixes: [], ...more };
}

const block = { start: span('optim_conf:').start, end: span('        warmup_steps').start };

const problems: Problem[] = [
  problem(
    'optim/warmup',
    'warning',
    span('-4000'),
    'The warm-up of "-4000" real steps ends before the training begins.\nSpeeChain stops at step 1 with a TypeError: the learning rate would be a complex number.',
  ),
  problem(
    'optim/unknown-key',
    'error',
    span('lrr'),
    '"lrr" is not an argument of torch.optim.Adam. Did you mean "lr"?',
    {
      fixes: [
        {
          title: 'Change "lrr" to "lr"',
          safe: true,
          preferred: true,
          edits: [{ span: span('lrr'), newText: 'lr' }],
        },
        { title: 'Remove "lrr"', edits: [{ span: span('          lrr: 0.001\n'), newText: '' }] },
      ],
    },
  ),
  problem('optim/yaml-duplicate-key', 'error', span('speaker', 2), 'The key "speaker" is there twice.', {
    related: [{ span: span('speaker'), message: 'The first "speaker" is here.' }],
  }),
  problem(
    'optim/wide',
    'information',
    span('切り取られます'),
    '100% wide: characters, and a line that is cut.',
  ),
  problem('optim/block', 'hint', block, 'A block of several lines.'),
  problem('optim/end', 'error', { start: text.length, end: text.length }, 'Something is missing at the end.'),
];

const files: CheckedFile[] = [
  { path: 'recipes/a, b: 100%.yaml', text, problems },
  { path: 'clean.yaml', text: 'a: 1\n', problems: [] },
];
const unreadable = [{ path: 'gone.yaml', message: 'Cannot read "gone.yaml": there is no such file.' }];

const formatted = (format: ProblemFormat, options: { width?: number; colour?: boolean } = {}) =>
  formatProblems(files, {
    format,
    colours: pc.createColors(options.colour ?? false),
    width: options.width ?? 80,
    version: '1.2.3',
    unreadable,
  });

describe('pretty', () => {
  it.each([100, 60])('fits %i columns and looks as recorded', async (width) => {
    const output = formatted('pretty', { width });
    // A place is one word, which a terminal makes a link of: it is never broken.
    const prose = output.split('\n').filter((line) => !line.startsWith('recipes/'));
    for (const line of prose) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    await expect(output).toMatchFileSnapshot(fixture(`pretty-${width}.txt`).pathname);
  });

  it('says the same in colour', () => {
    const coloured = formatted('pretty', { colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(formatted('pretty'));
    expect(coloured).toContain('\u001b[31m^^^\u001b[39m');
    expect(coloured).toContain('\u001b[33m^^^^^\u001b[39m');
  });

  it('is one line when nothing is wrong', () => {
    const options = {
      format: 'pretty',
      colours: pc.createColors(false),
      width: 80,
      version: '1.2.3',
    } as const;
    expect(formatProblems([{ path: 'a', text: '', problems: [] }], options)).toBe(
      '✔ No problems in 1 file.\n',
    );
  });

  it('lets no text act on the terminal', () => {
    const evil = '\u001b]0;title\u0007';
    const span_ = { start: 0, end: evil.length };
    const file = {
      path: evil,
      text: evil,
      problems: [
        problem('optim/x', 'error', span_, `Evil ${evil}`, {
          fixes: [{ title: evil, edits: [] }],
          related: [{ span: span_, message: evil }],
        }),
      ],
    };
    const options = {
      format: 'pretty',
      colours: pc.createColors(false),
      width: 80,
      version: '1.2.3',
    } as const;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(formatProblems([file], options)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('json', () => {
  const report = JSON.parse(formatted('json'));

  it('has the fixed shape', () => {
    expect(report.files.map((file: { path: string }) => file.path)).toEqual(files.map(({ path }) => path));
    expect(report.files[1].problems).toEqual([]);
    expect(report.files[0].problems.find((one: Problem) => one.code === 'optim/unknown-key')).toEqual({
      code: 'optim/unknown-key',
      severity: 'error',
      message: '"lrr" is not an argument of torch.optim.Adam. Did you mean "lr"?',
      range: { start: { line: 9, character: 10 }, end: { line: 9, character: 13 } },
      fixes: [
        {
          title: 'Change "lrr" to "lr"',
          preferred: true,
          safe: true,
          edits: [
            { range: { start: { line: 9, character: 10 }, end: { line: 9, character: 13 } }, newText: 'lr' },
          ],
        },
        {
          title: 'Remove "lrr"',
          edits: [
            { range: { start: { line: 9, character: 0 }, end: { line: 10, character: 0 } }, newText: '' },
          ],
        },
      ],
    });
  });

  it('orders problems by their place and counts UTF-16 characters', () => {
    const codes = report.files[0].problems.map((one: Problem) => one.code);
    expect(codes).toEqual([
      'optim/block',
      'optim/unknown-key',
      'optim/wide',
      'optim/warmup',
      'optim/yaml-duplicate-key',
      'optim/end',
    ]);
    const wide = report.files[0].problems[2].range;
    expect(wide.end.character - wide.start.character).toBe('切り取られます'.length);
  });

  it('names what could not be read', () => {
    expect(report.unreadable).toEqual(unreadable);
  });
});

describe('github', () => {
  const lines = formatted('github').trimEnd().split('\n');

  it('is one command a line, escaped', () => {
    expect(lines).toHaveLength(problems.length + 1);
    const file = 'file=recipes/a%2C b%3A 100%25.yaml';
    expect(lines[1]).toBe(
      `::error ${file},line=10,col=11,endLine=10,endColumn=13,title=optim/unknown-key::"lrr" is not an argument of torch.optim.Adam. Did you mean "lr"?`,
    );
    expect(lines[2]).toContain('::notice ');
    expect(lines[2]).toContain('::100%25 wide: characters, and');
    expect(lines[3]).toContain('begins.%0ASpeeChain');
    expect(lines.at(-1)).toBe(`::error file=gone.yaml::${unreadable[0]?.message}`);
  });

  it('gives no columns for several lines, which GitHub would ignore', () => {
    expect(lines[0]).toContain(',line=9,endLine=12,title=optim/block::');
  });
});
