import { existsSync, renameSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { at, read, train, useVowels, write } from './vowels.js';

useVowels();

describe('pretrained_model', () => {
  const withModel = (value: string) =>
    read('vowels.yaml').replace(
      'module_conf: {width: 16}',
      `module_conf: {width: 16}, model_conf: {pretrained_model: ${value}}`,
    );

  beforeEach(async () => {
    await train('vowels.yaml', '--run', 'runs/vowels-20260101-000000', '--set', 'num_epochs=2');
    renameSync(at('runs/vowels-20260101-000000'), at('runs/first'));
    await train('vowels.yaml', '--run', 'runs/vowels-20260102-000000', '--max-steps', '3', '--set', 'seed=1');
  });

  it.each([
    ['a run folder: its best model', 'runs/first', 'runs/first/checkpoints/step-'],
    ['the newest run of a configuration', 'runs/vowels', 'runs/vowels-20260102-000000/checkpoints/step-3'],
    ['a checkpoint', 'runs/first/checkpoints/step-100', 'runs/first/checkpoints/step-100'],
    ['a file', '{path: runs/first/checkpoints/step-100/model.safetensors}', 'model.safetensors'],
  ])('%s', async (_, value, shown) => {
    write('tune.yaml', `ft_factor: 0.1\n${withModel(value)}`);
    const { out, err, code } = await train('tune.yaml', '--run', 'tuned', '--max-steps', '1');
    expect(code, err).toBe(0);
    expect(out).toMatch(/pretrained {3}4 of 4 parameters from /);
    expect(out).toContain(shown);
    const lr = JSON.parse(read('tuned/metrics.jsonl').split('\n')[0] ?? '') as {
      lr: { main: number };
      losses: { loss: number };
    };
    expect(lr.lr.main).toBeCloseTo(0.002 * 0.5 * (1 + Math.cos(Math.PI / 200)), 12);
    if (!value.includes('vowels')) expect(lr.losses.loss).toBeLessThan(0.6);
  });

  it('a part of it, under other names', async () => {
    write('tune.yaml', withModel('{path: runs/first, mapping: {encoder: encoder}}'));
    expect((await train('tune.yaml', '--run', 'part', '--max-steps', '1')).out).toContain(
      'pretrained   2 of 4 parameters',
    );
    write('tune.yaml', withModel('{path: runs/first, mapping: {head: decoder}}'));
    expect((await train('tune.yaml', '--run', 'none')).err).toContain(
      'mapping names "head", but no parameter in ',
    );
  });

  it('that does not fit is told parameter by parameter', async () => {
    write('tune.yaml', withModel('runs/first').replace('width: 16', 'width: 8'));
    const { err, code } = await train('tune.yaml', '--run', 'tuned');
    expect(code).toBe(1);
    expect(err).toContain('encoder.weight is [2, 16] in the file and [2, 8] here');
    expect(err).toContain('encoder.bias is [16] in the file and [8] here');
    expect(existsSync(at('tuned'))).toBe(false);
  });

  it('with missing and extra parameters is told as well', async () => {
    write('tune.yaml', withModel('runs/first').replaceAll('vowels.', 'other.'));
    write('other.ts', read('vowels.ts').replace("'decoder.bias'", "'decoder.offset'"));
    const { err } = await train('tune.yaml', '--run', 'tuned');
    expect(err).toContain('decoder.offset is not in the file');
    expect(err).toContain('decoder.bias is in the file, but not in this model');
  });
});
