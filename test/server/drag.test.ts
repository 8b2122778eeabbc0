import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CurveAnswer, DragAnswer, Dragged } from '../../server/src/protocol.js';
import fc from '../fast-check.js';
import { type Editor, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.stop());

const run = <R>(command: string, argument: unknown, on = editor) =>
  on.request<R>('workspace/executeCommand', { command, arguments: [argument] });

interface Asked {
  readonly handle?: 'peak' | 'warmup';
  readonly optimizer?: string;
  readonly to: number;
  readonly on?: Editor;
}

async function drag(text: string, { handle = 'peak', optimizer = 'main', to, on = editor }: Asked) {
  const uri = on.open(text);
  const question = { uri, version: 1, optimizer, handle, to, steps: 10_000, stepsPerEpoch: 1000, sample: 20 };
  const answer = await run<DragAnswer>('optimSches.drag', question, on);
  on.close(uri);
  return answer;
}

const apply = (text: string, { edits }: Dragged) =>
  TextDocument.applyEdits(TextDocument.create('', '', 1, text), [...edits]);

/** The text after a drag; the reason where there is none. */
async function after(text: string, asked: Asked): Promise<string> {
  const answer = await drag(text, asked);
  return 'refused' in answer ? answer.refused : apply(text, answer);
}

const block = (lr: string, warmup = '100') =>
  `optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: ${lr}}, warmup_steps: ${warmup}}}\n`;

describe('a number stays in its notation', () => {
  const rows: readonly [old: string, to: number, written: string][] = [
    ['0.002', 0.00437, '0.00437'],
    ['0.002', 0.0043712, '0.00437'],
    ['0.002', 0.00001234, '0.0000123'],
    ['.002', 0.004, '0.004'],
    ['1', 0.5, '0.5'],
    ['1', 2, '2'],
    ['1.0', 2, '2.0'],
    ['1.0e-3', 0.002, '2.0e-3'],
    ['1e-3', 0.002, '2e-3'],
    ['1e-3', 0.0025, '2.5e-3'],
    ['1E-03', 0.0004, '4E-04'],
    ['1.0e+0', 20, '2.0e+1'],
    ['1e0', 20, '2e1'],
    ['0.0_02', 0.003, '0.003'],
  ];
  test.each(rows)('%s dragged to %s is %s', async (old, to, written) => {
    expect(await after(block(old), { to })).toBe(block(written));
  });
  test('PyYAML keeps a dot and a sign, without which it reads a text', async () => {
    const on = await startEditor({ initializationOptions: { settings: { loader: 'pyyaml' } } });
    expect(await after(block('1.0e-3'), { to: 0.002, on })).toBe(block('2.0e-3'));
    expect(await after(block('1.5e+0'), { to: 20, on })).toBe(block('2.0e+1'));
    expect(await after(block('0.002'), { to: 0.00002, on })).toBe(block('0.00002'));
    await on.stop();
  });
  test('whole numbers stay whole', async () => {
    const answer = await drag(block('0.002', '100'), { handle: 'warmup', to: 123.4 });
    expect(answer).toMatchObject({ key: 'conf.warmup_steps', value: '123', reached: 123 });
    expect(await after(block('0.002', '1000'), { handle: 'warmup', to: 5237 })).toBe(block('0.002', '5240'));
  });
  test('what is not moved is not changed', async () => {
    const answer = await drag(block('0.0020001'), { to: 0.0020002 });
    expect(answer).toMatchObject({ value: '0.0020001', edits: [] });
  });
});

describe('a value is changed where it stands', () => {
  const rows: readonly [what: string, before: string, asked: Asked, after: string][] = [
    [
      'behind a reference',
      `rate: 0.5 # of all\n${block('!ref <rate>')}`,
      { to: 0.25 },
      `rate: 0.25 # of all\n${block('!ref <rate>')}`,
    ],
    [
      'behind two references',
      `a: 0.5\nb: !ref <a>\n${block('!ref <b>')}`,
      { to: 0.25 },
      `a: 0.25\nb: !ref <a>\n${block('!ref <b>')}`,
    ],
    [
      'behind an alias',
      `rate: &rate 0.5\n${block('*rate')}`,
      { to: 0.25 },
      `rate: &rate 0.25\n${block('*rate')}`,
    ],
    [
      'in a mapping that is merged',
      'base: &base {lr: 0.5}\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {<<: *base, eps: 1.0e-8}, warmup_steps: 10}}\n',
      { to: 0.25 },
      'base: &base {lr: 0.25}\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {<<: *base, eps: 1.0e-8}, warmup_steps: 10}}\n',
    ],
    [
      'a default, in braces without keys',
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 10}}\n',
      { to: 0.02 },
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.02}, warmup_steps: 10}}\n',
    ],
    [
      'a default, in braces',
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {eps: 1.0e-8}}}\n',
      { handle: 'warmup', to: 500 },
      'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {eps: 1.0e-8}, warmup_steps: 500}}\n',
    ],
    [
      'a default, in a block of lines with its own ends and indentation',
      'optim_sches:\r\n   type: noam.NoamLr\r\n   conf:\r\n      optim_type: Adam\r\n      optim_conf:\r\n          eps: 1.0e-8 # small\r\n      warmup_steps: 10\r\n',
      { to: 0.00002 },
      'optim_sches:\r\n   type: noam.NoamLr\r\n   conf:\r\n      optim_type: Adam\r\n      optim_conf:\r\n          eps: 1.0e-8 # small\r\n          lr: 2.0e-5\r\n      warmup_steps: 10\r\n',
    ],
    [
      'a default, in JSON',
      '{"optim_sches": {"type": "noam.NoamLr", "conf": {"optim_type": "Adam", "optim_conf": {}, "warmup_steps": 10}}}\n',
      { to: 0.02 },
      '{"optim_sches": {"type": "noam.NoamLr", "conf": {"optim_type": "Adam", "optim_conf": {"lr": 0.02}, "warmup_steps": 10}}}\n',
    ],
    [
      'the key in force, where the schedule passes lr over',
      'optim_sches: {type: torch.OneCycleLR, conf: {optim_type: SGD, optim_conf: {lr: 1, momentum: 0.9}, max_lr: 0.1, total_steps: 10000}}\n',
      { to: 0.05 },
      'optim_sches: {type: torch.OneCycleLR, conf: {optim_type: SGD, optim_conf: {lr: 1, momentum: 0.9}, max_lr: 0.05, total_steps: 10000}}\n',
    ],
    [
      'under ft_factor and accum_grad, which the curve has in it',
      `ft_factor: 0.1\naccum_grad: 4\n${block('0.02')}`,
      { to: 0.004 },
      `ft_factor: 0.1\naccum_grad: 4\n${block('0.04')}`,
    ],
    [
      'steps of accum_grad',
      `accum_grad: 4\n${block('0.02')}`,
      { handle: 'warmup', to: 800 },
      `accum_grad: 4\n${block('0.02', '200')}`,
    ],
  ];
  test.each(rows)('%s', async (_, before, asked, expected) => {
    expect(await after(before, asked)).toBe(expected);
  });
});

describe('what cannot be set is refused with the reason', () => {
  const rows: readonly [what: string, text: string, asked: Asked, reason: RegExp][] = [
    ['another name', block('1'), { optimizer: 'x', to: 1 }, /There is no OptimScheduler "x"/],
    ['nothing', block('1'), { to: 0 }, /0 is not above 0/],
    ['errors', block('"1"'), { to: 1 }, /"main" has no curve/],
    ['a tag', block('!!int 1'), { to: 2 }, /lr is not written as a plain number, but as !!int 1/],
    [
      'no warm-up',
      'optim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 1}, step_size: 10}}\n',
      { handle: 'warmup', to: 5 },
      /"main" has no warm-up/,
    ],
    [
      'beyond the end',
      'optim_sches: {type: espnet.ExponentialDecayWarmup, conf: {optim_type: Adam, optim_conf: {}, max_lr: 0.1, min_lr: 0.01, warmup_steps: 50, total_steps: 100, warm_from_zero: true}}\n',
      { handle: 'warmup', to: 200 },
      /warmup_steps|total_steps/,
    ],
    [
      'a shared mapping',
      'base: &base {eps: 1.0e-8}\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: *base}}\n',
      { to: 1 },
      /shared/,
    ],
    ['a rate of zero', block('0'), { to: 1 }, /Of "main", the peak is 0/],
  ];
  test.each(rows)('%s', async (_, text, asked, reason) => {
    const answer = await drag(text, asked);
    expect('refused' in answer ? answer.refused : apply(text, answer)).toMatch(reason);
  });
  test('a value of another file', async () => {
    const files = { 'file:///project/train.yaml': block('0.1') };
    const on = await startEditor({ files });
    expect(await after('train_cfg: train.yaml\n', { to: 1, on })).toMatch(/"main" stands in train.yaml/);
    await on.stop();
  });
  test.each([
    [{ handle: 'end', to: 1, optimizer: 'main' }, /handle is "end"/],
    [{ handle: 'peak', to: 'x', optimizer: 'main' }, /to is "x"/],
    [{ handle: 'peak', to: 1 }, /no optimizer/],
    [{ handle: 'peak', to: 1, optimizer: 'main', part: { from: 0 } }, /from is 0/],
    [{ handle: 'peak', to: 1, optimizer: 'main', version: 7 }, /Version 7/],
  ])('a wrong question: %j', async (question, reason) => {
    const uri = editor.open(block('1'));
    await expect(run('optimSches.drag', { uri, ...question })).rejects.toThrow(reason);
  });
});

const named = `warm: 40 # shared
optim_sches:
  a: # first
    type: noam.NoamLr
    conf: {optim_type: Adam, optim_conf: {lr: 0.002}, warmup_steps: !ref <warm>}
  b:
    type: transformers.linear
    conf:
      optim_type: AdamW
      optim_conf:
        lr: 1.0e-3   # peak
      num_warmup_steps: 500
      num_training_steps: 8000
`;

test('nothing but the value changes, wherever a point is dragged to, and it follows the hand', async () => {
  const values = { a: { peak: '0.002', warmup: '40' }, b: { peak: '1.0e-3', warmup: '500' } } as const;
  const uri = editor.open(named);
  const drawn = { uri, steps: 8000, sample: 5 };
  const optimizer = fc.constantFrom('a' as const, 'b' as const);
  const handle = fc.constantFrom('peak' as const, 'warmup' as const);
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(optimizer, handle, share, share, async (name, point, ...shares) => {
      const reached: number[] = [];
      for (const each of shares.sort((x, y) => x - y)) {
        const to = each * (point === 'peak' ? 0.1 : 7000);
        const answer = await run<DragAnswer>('optimSches.drag', {
          ...drawn,
          optimizer: name,
          handle: point,
          to,
        });
        if ('refused' in answer) throw new Error(answer.refused);
        const written = answer.edits.length === 0 ? values[name][point] : answer.value;
        expect(apply(named, answer)).toBe(
          named.replace(new RegExp(`(?<=[ ])${values[name][point]}\\b`), written),
        );
        expect(Math.abs(answer.reached - to)).toBeLessThanOrEqual(
          Math.max(0.01 * to, point === 'peak' ? 0 : 1),
        );
        reached.push(answer.reached);
      }
      expect(reached[1]).toBeGreaterThanOrEqual(Number(reached[0]));
    }),
    { numRuns: 60 },
  );
});

test('the curves of the answer are those of the edited text', async () => {
  const uri = editor.open(named);
  const drawn = { steps: 4000, sample: 50 };
  const part = { from: 100, to: 900 };
  const answer = (await run<DragAnswer>('optimSches.drag', {
    ...drawn,
    uri,
    optimizer: 'a',
    handle: 'warmup',
    to: 80,
    part,
  })) as Dragged;
  const curve = await run<CurveAnswer>('optimSches.curve', {
    uri,
    text: apply(named, answer),
    ...drawn,
    ...part,
  });
  expect(answer.curve).toEqual(curve);
});

describe('a drag that goes on', () => {
  let uri = '';
  afterEach(() => editor.close(uri));
  test('begins anew from each version', async () => {
    uri = editor.open(named);
    let text = named;
    for (const to of [0.003, 0.004, 0.005, 0.002]) {
      const question = { uri, steps: 4000, sample: 5, optimizer: 'a', handle: 'peak', to };
      const answer = (await run<DragAnswer>('optimSches.drag', question)) as Dragged;
      expect(answer.value).toBe(String(to));
      text = apply(text, answer);
      editor.change(uri, text);
    }
    expect(text).toBe(named);
  });
});
