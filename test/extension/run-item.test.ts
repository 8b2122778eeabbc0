import { describe, expect, it, vi } from 'vitest';
import type { Run } from '../../extension/src/runs/read-run.js';
import { vscodeStub } from './vscode-stub.js';

vi.mock('vscode', () => vscodeStub);
const { factsOf, runItem, stateText, tooltipOf } = await import('../../extension/src/runs/run-item.js');
const { timeOf } = await import('../../extension/src/runs/run-store.js');

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const run: Run = {
  folder: '/w/runs/quick-1',
  name: 'quick',
  state: 'finished',
  file: {
    started: hoursAgo(5),
    config: '/w/quick.yaml',
    backend: 'wasm',
    version: '0.1.0',
    totalSteps: 1000,
    stepsPerEpoch: 125,
    numEpochs: 8,
    maxSteps: undefined,
    resumed: [hoursAgo(3)],
    ended: { time: hoursAgo(2), step: 1000, outcome: 'finished', reason: undefined },
  },
  best: { group: 'valid', metric: 'per', value: 15.682, epoch: 8, step: 1000 },
  last: { kind: 'step', step: 1000, epoch: 8, time: 1, losses: { loss: 0.5 }, lr: { main: 0.001 } },
};

describe('a row of the history', () => {
  it('says what is best, how far it came, and when', () => {
    const item = runItem(run);
    expect(item).toMatchObject({
      label: 'quick',
      description: 'PER 15.7 · 1,000 / 1,000 · 2h ago',
      contextValue: 'run.finished',
      iconPath: { id: 'pass' },
      accessibilityInformation: { label: 'quick, finished, PER 15.7 · 1,000 / 1,000 · 2h ago' },
    });
    const bare = { ...run, best: undefined, last: undefined, file: { ...run.file, ended: undefined } };
    expect(runItem(bare).description).toBe('3h ago');
    expect(runItem({ ...run, file: { ...run.file, totalSteps: undefined } }).description).toContain(
      ' · 1,000 · ',
    );
  });

  it.each([
    ['running', undefined, 'loading~spin', 'in training'],
    ['finished', 'early-stopping', 'pass', 'stopped early, without improvement'],
    ['stopped', 'interrupted', 'debug-pause', 'stopped, can go on'],
    ['crashed', 'failed', 'error', 'failed'],
    ['crashed', undefined, 'error', 'killed, can go on from its last checkpoint'],
  ] as const)('that is %s by %s', (state, outcome, icon, words) => {
    const ended = outcome && { time: hoursAgo(1), step: 3, outcome, reason: undefined };
    const given = { ...run, state, file: { ...run.file, ended } };
    expect(stateText(given)).toBe(words);
    expect(runItem(given)).toMatchObject({ contextValue: `run.${state}`, iconPath: { id: icon } });
  });

  it('has what is known of the run below it, and under the pointer', () => {
    expect(factsOf(run).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Configuration: file:///w/quick.yaml',
      'Best: valid PER 15.7 (epoch 8, step 1000)',
      'Losses: loss 0.5000',
      'Learning rate: 1.00e-3',
      expect.stringMatching(/^Started: \w/),
      'Backend: wasm, optim-sches 0.1.0',
      'Folder: /w/runs/quick-1',
    ]);
    const failed = {
      ...run.file,
      ended: { time: hoursAgo(1), step: 3, outcome: 'failed', reason: 'No | luck\nat all' },
    } as const;
    const { value } = tooltipOf({ ...run, state: 'crashed', file: failed });
    expect(value).toContain('| State | failed |\n| Reason | No ¦ luck at all |\n| Step | 1,000 / 1,000 |');
  });

  it('stands where it was last trained', () => {
    const time = (hours: number) => Date.parse(hoursAgo(hours));
    expect(timeOf(run)).toBeCloseTo(time(2), -3);
    expect(timeOf({ ...run, file: { ...run.file, ended: undefined } })).toBe(1000);
    expect(timeOf({ ...run, last: undefined, file: { ...run.file, ended: undefined } })).toBeCloseTo(
      time(3),
      -3,
    );
  });
});
