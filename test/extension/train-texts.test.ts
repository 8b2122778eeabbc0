import { describe, expect, it, vi } from 'vitest';
import type { Run } from '../../extension/src/runs/read-run.js';
import type { Ending } from '../../extension/src/train/ending.js';
import type { EndingFacts } from '../../extension/src/train/ending-text.js';
import { vscodeStub } from './vscode-stub.js';

vi.mock('vscode', () => vscodeStub);
const { endingText } = await import('../../extension/src/train/ending-text.js');
const { endedText, progressText, progressTooltip } = await import('../../extension/src/train/status-text.js');

const file = {
  started: '2026-01-01T00:00:00Z',
  config: '/w/quick.yaml',
  backend: 'wasm',
  version: '0.1.0',
  totalSteps: 1000,
  stepsPerEpoch: 125,
  numEpochs: 8,
  maxSteps: undefined,
  resumed: [],
  ended: undefined,
};
const last = {
  kind: 'step',
  step: 120,
  epoch: 1,
  time: 0,
  losses: { loss: 1.23456, aux: 9 },
  lr: { main: 0.0044 },
} as const;
const best = { group: 'valid', metric: 'per', value: 15.68, epoch: 8, step: 1000 };
const run = (ended?: Run['file']['ended']): Run => ({
  folder: '/w/runs/quick-1',
  name: 'quick',
  state: 'crashed',
  file: { ...file, ended },
  best,
  last,
});
const ended = (outcome: 'finished' | 'interrupted' | 'max-steps' | 'early-stopping', step: number) =>
  run({ time: '', step, outcome, reason: undefined });

describe('the status bar', () => {
  const facts = {
    name: 'quick',
    folder: '/w/runs/quick-1',
    file,
    last,
    perSecond: 8,
    isStopping: false,
    others: 0,
  };
  it.each([
    [facts, '$(loading~spin) quick · step 120 / 1,000 · loss 1.235 · 2 min left'],
    [{ ...facts, perSecond: undefined }, '$(loading~spin) quick · step 120 / 1,000 · loss 1.235'],
    [{ ...facts, file: undefined }, '$(loading~spin) quick · step 120 · loss 1.235'],
    [
      { ...facts, file: { ...file, maxSteps: 200 } },
      '$(loading~spin) quick · step 120 / 200 · loss 1.235 · 10 sec left',
    ],
    [{ ...facts, last: undefined, others: 1 }, '$(loading~spin) quick · starting (+1)'],
    [{ ...facts, isStopping: true }, '$(loading~spin) quick · step 120 / 1,000 · loss 1.235 · stopping'],
    [{ ...facts, last: { ...last, losses: {} } }, '$(loading~spin) quick · step 120 / 1,000 · 2 min left'],
  ])('%#', (given, text) => {
    expect(progressText(given)).toBe(text);
  });

  it('tells more under the pointer', () => {
    const { value } = progressTooltip({ ...facts, folder: '/w/a|b' });
    for (const row of [
      '| Epoch | 1 / 8 |',
      '| aux | 9.000 |',
      '| Learning rate of main | 4.40e-3 |',
      '| Run folder | /w/a¦b |',
    ])
      expect(value).toContain(row);
  });

  it.each([
    [{ kind: 'finished' }, '$(check) quick · step 1,000 · PER 15.7'],
    [{ kind: 'stopped' }, '$(debug-pause) quick · step 1,000 · stopped'],
    [{ kind: 'diskFull' }, '$(warning) quick · step 1,000 · failed'],
  ] as [Ending, string][])('shows an end for a while: %j', (ending, text) => {
    expect(endedText('quick', ending, 1000, best)).toBe(text);
  });
});

describe('the message at the end', () => {
  const facts: EndingFacts = {
    name: 'quick',
    folder: '/w/runs/quick-1',
    run: run(),
    checkpoint: { step: 100, bytes: 3_012_345 },
    freeBytes: 20_480,
  };
  const rows: [string, Ending, Partial<EndingFacts>, RegExp, string[]][] = [
    [
      'finished',
      { kind: 'finished' },
      { run: ended('finished', 1000) },
      /has finished after 1,000 steps\. Best: PER 15\.7 in epoch 8\.$/,
      ['showCurve'],
    ],
    [
      'early',
      { kind: 'finished' },
      { run: ended('early-stopping', 500) },
      /stopped early after 500 steps: /,
      ['showCurve'],
    ],
    [
      'max steps',
      { kind: 'finished' },
      { run: ended('max-steps', 30) },
      /after 30 steps, as it was asked to/,
      ['showCurve', 'resume'],
    ],
    [
      'stopped',
      { kind: 'stopped' },
      { run: ended('interrupted', 120) },
      /was stopped after step 120 and is saved\.$/,
      ['resume'],
    ],
    [
      'stopped twice',
      { kind: 'stopped' },
      {},
      /was ended at once\. Its last checkpoint is that of step 100\.$/,
      ['resume'],
    ],
    ['aborted', { kind: 'aborted' }, {}, /was ended at once/, ['resume']],
    ['stopped before', { kind: 'stopped' }, { run: undefined }, /was stopped before it began/, []],
    [
      'refused',
      { kind: 'refused' },
      { run: undefined },
      /^quick has errors, so its training was not started/,
      ['openProblems', 'openTerminal'],
    ],
    [
      'failed',
      { kind: 'failed', message: 'No luck' },
      {},
      /has failed: No luck\. Its last checkpoint is that of step 100/,
      ['openTerminal', 'resume'],
    ],
    [
      'full',
      { kind: 'diskFull' },
      {},
      /disk is full.*\/w\/runs\/quick-1\. A checkpoint takes 3\.01 MB\. 20\.5 kB are free\. Its last.*step 100\. Free some space/,
      ['resume', 'openTerminal'],
    ],
    [
      'killed',
      { kind: 'killed', signal: 'SIGKILL' },
      {},
      /SIGKILL\), most likely because the machine ran out of memory\. Its last checkpoint is that of step 100\./,
      ['resume', 'openTerminal'],
    ],
    [
      'signal',
      { kind: 'killed', signal: 'SIGSEGV' },
      {},
      /by the signal SIGSEGV/,
      ['resume', 'openTerminal'],
    ],
    ['memory', { kind: 'outOfMemory' }, {}, /smaller batch_size/, ['openTerminal', 'resume']],
    [
      'old',
      { kind: 'oldNode' },
      { run: undefined },
      /newer Node than the \d+/,
      ['openSettings', 'openTerminal'],
    ],
    [
      'none',
      { kind: 'noStart', message: 'spawn ENOENT' },
      { run: undefined },
      /did not start: spawn ENOENT\.$/,
      ['openSettings', 'openTerminal'],
    ],
  ];
  it.each(rows)('%s', (_, ending, more, text, actions) => {
    const told = endingText(ending, { ...facts, ...more });
    expect(told.text).toMatch(text);
    expect(told.actions).toEqual(actions);
    expect(told.text).toMatch(/\.$/);
    expect(told.text).not.toMatch(/undefined|\{\d\}|\.\.|NaN/);
  });
});
