import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  blockYaml,
  check,
  optimizers,
  type Problem,
  parseDocument,
  readConfig,
  schedulers,
} from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleWriter } from '../../server/src/completion/sample.js';
import { starterEntries, starters } from '../../server/src/completion/starters.js';
import { accepted, itemsAt } from './completion-harness.js';
import { type Editor, startEditor } from './harness.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(() => editor.stop());

const problemsOf = (text: string): readonly Problem[] => check(readConfig(parseDocument(text)));
const errorsOf = (text: string) =>
  problemsOf(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`);

/** Errors after accepting each key that were not there before. */
async function newErrors(marked: string): Promise<string[]> {
  const { items, text } = await itemsAt(editor, marked);
  const before = new Set(errorsOf(text));
  expect(items.length).toBeGreaterThan(0);
  return items.flatMap((item) => {
    const after = accepted(text, item);
    return errorsOf(after)
      .filter((error) => !before.has(error))
      .map((error) => `${item.label}: ${error}\n${after}`);
  });
}

/** An error that asks for another key is none of the accepted one: who writes key by key has not come to it yet. */
const isNotWaiting = (error: string) =>
  !/is missing|has no|must define|needs|Write warmup_steps\./.test(error);

const model = 'model: {model_type: g2p.Transformer}\n';
const block = (type: string, conf: Record<string, unknown>) =>
  `${model}${blockYaml({ optim_sches: { type, conf } }, 2)}`;

describe('an accepted key brings no new error', () => {
  const places: readonly [string, string][] = [
    ['of an experiment', 'train_cfg:\n  model: {model_type: g2p.Transformer}\n▮\n'],
    ['of an empty file', '▮\n'],
    ['of train_cfg', 'train_cfg:\n  ▮\n'],
    ['of a train_cfg of its own', `${model}▮\n`],
    ['of a block', `${model}optim_sches:\n  ▮\n`],
    ['of an OptimScheduler', `${model}optim_sches:\n  main:\n    ▮\n`],
    ['of a model', 'train_cfg:\n  model:\n    ▮\n'],
    ['of module_conf', 'train_cfg:\n  model:\n    model_type: g2p.Transformer\n    module_conf:\n      ▮\n'],
    ['of data', 'train_cfg: {}\ndata_cfg:\n  train:\n    type: cmudict.CmuDict\n    conf:\n      ▮\n'],
    [
      'of a scheduler in another',
      'optim_sches:\n  type: torch.ChainedScheduler\n  conf:\n    optim_type: Adam\n    optim_conf: {}\n    schedulers:\n      - ▮\n',
    ],
  ];
  it.each(places)('%s', async (_name, marked) => {
    expect((await newErrors(marked)).filter(isNotWaiting)).toEqual([]);
  });

  it.each(schedulers.map(({ type }) => type))('of conf, with %s', async (type) => {
    const { conf: example, lr } = schedulers.find((one) => one.type === type)?.example ?? { conf: {}, lr: 1 };
    const empty = `${model}optim_sches:\n  type: ${type}\n  conf:\n    optim_type: Adam\n    optim_conf: {lr: ${lr}}\n    ▮\n`;
    const whole = block(type, { optim_type: 'Adam', optim_conf: {}, ...example });
    expect((await newErrors(empty)).filter(isNotWaiting)).toEqual([]);
    expect(await newErrors(`${whole}    ▮\n`)).toEqual([]);
  });

  it.each(optimizers.map(({ type }) => type))('of optim_conf, with %s', async (type) => {
    const text = `${model}optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: ${type}\n    optim_conf:\n      ▮\n`;
    expect(await newErrors(text)).toEqual([]);
  });
});

describe('a type brings a conf that runs', () => {
  it('for every schedule, with nothing to complain about', async () => {
    const { items, text } = await itemsAt(editor, `${model}optim_sches:\n  type: ▮\n`);
    expect(items.map(({ label }) => label).sort()).toEqual(schedulers.map(({ type }) => type).sort());
    const wrong = items.flatMap((item) =>
      problemsOf(accepted(text, item))
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map(({ message }) => `${item.label}: ${message}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('starters', () => {
  const write = (name: string, names: ReadonlySet<string> | undefined, lines = true) => {
    const starter = starters.find((one) => one.name === name);
    if (!starter) throw new Error(name);
    const entries = starterEntries(starter, { speechain: false, model: undefined, names });
    const writer = sampleWriter({ snippet: false, lines, blanks: '', unit: '  ' });
    return `${model}${writer.entries([{ key: 'optim_sches', value: { kind: 'map', entries } }])}\n`;
  };
  it.each(starters.map(({ name }) => name))('%s: runs as it is, in every form', (name) => {
    for (const text of [
      write(name, undefined),
      write(name, new Set(['main'])),
      write(name, undefined, false),
    ]) {
      const config = readConfig(parseDocument(text));
      expect(check(config).filter(({ severity }) => severity !== 'hint')).toEqual([]);
      expect(config.optimSchedulers.length).toBe(starters.find((one) => one.name === name)?.parts.length);
    }
  });
  it('have names and uses of their own', () => {
    expect(new Set(starters.map(({ name }) => name)).size).toBe(starters.length);
  });
});

describe('the use of keys', () => {
  it('is counted in the recipes as they are', () => {
    const script = join(root, 'scripts/count-recipe-keys.mjs');
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
  });
});

/** A generator of numbers that gives the same ones in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('in texts that are cut anywhere', () => {
  const samples = [
    ...readdirSync(join(root, 'recipes/g2p')).map((name) =>
      readFileSync(join(root, 'recipes/g2p', name), 'utf8'),
    ),
    'optim_sches: {main: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {betas: [0.9, 0.98], lr: !ref <x>}}}}\nx: 1\n',
    "note: |\n  text: [\n\na: 'it''s'\r\noptim_sches:\r\n\ttype: \"noam\n  conf: &c {a: *c}\n- x\n? y\n🎵: 訓\n",
    'train_cfg:\n- - a: {b: [c, {d: "e\n  f: >-\n   g\n\n--- \n...\n{[}]: :\n-\n -x\n',
  ];
  it('answers in time, never twice the same, and what is accepted stays at its place', async () => {
    const next = numbers(7);
    for (let round = 0; round < 400; round++) {
      const sample = samples[next(samples.length)] ?? '';
      const from = next(4) === 0 ? next(sample.length) : 0;
      const to = from + next(sample.length - from + 1);
      const cut = sample.slice(from, to).replace(/\p{Surrogate}/gu, '');
      const at = next(3) === 0 ? cut.length : next(cut.length + 1);
      const start = performance.now();
      const { items, text, offset } = await itemsAt(editor, `${cut.slice(0, at)}▮${cut.slice(at)}`);
      expect(performance.now() - start).toBeLessThan(1000);
      expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
      const line = text.slice(0, offset).split('\n').length - 1;
      for (const item of items.slice(0, 3)) {
        const after = accepted(text, item);
        expect(after.split('\n').slice(0, line)).toEqual(text.split('\n').slice(0, line));
      }
    }
  });
});
