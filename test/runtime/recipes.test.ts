import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './make-run.js';
import { runCli } from './run-cli.js';

const recipes = fileURLToPath(new URL('../../recipes/g2p', import.meta.url));
const at = (name: string) => join(recipes, name);
const folder = temporaryFolder();

/** Small batches and few words to validate with: the point is that everything fits together. */
const small = [
  '--set',
  'data_cfg.train.conf.batch_size=4',
  '--set',
  'data_cfg.valid.conf.max_words=4',
  '--set',
  'data_cfg.train.conf.batches_per_epoch=2',
  '--set',
  'num_epochs=1',
];

describe('the recipes', () => {
  it('are these', () => {
    expect(readdirSync(recipes).sort()).toEqual([
      'accumulate.yaml',
      'finetune.yaml',
      'full.yaml',
      'quick.yaml',
      'two-optimizers.yaml',
    ]);
  });

  it('have nothing that check reports', async () => {
    const { out, code } = await runCli(['check', ...readdirSync(recipes).map(at)], folder);
    expect(out).toContain('No problems in 5 files');
    expect(code).toBe(0);
  });

  // In this order: fine-tuning looks for the run of quick.
  it.each([
    ['quick', 'runs/quick-20260101-000000', /243,274 parameters \(encoder 104,224, decoder 139,050\)/],
    ['finetune', 'finetune', /pretrained {3}82 of 82 parameters from .*runs\/quick-20260101-000000/],
    [
      'two-optimizers',
      'two',
      /The encoder_optim OptimScheduler: Noamlr\(optimizer=Adam, optim_loss=encoder_loss, updated_modules=\['encoder'\]/,
    ],
    ['accumulate', 'accumulate', /2 training steps \(0 real steps of 4\)/],
    ['full', 'full', /batches an epoch, validation cmudict.CmuDict: 1/],
  ])('%s trains', async (name, run, shown) => {
    const { out, err, code } = await runCli(['train', at(`${name}.yaml`), '--run', run, ...small], folder);
    expect(code, err).toBe(0);
    expect(out).toMatch(shown);
    const lines = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({
      valid: { per: expect.any(Number), wer: expect.any(Number) },
    });
  });

  it('quick keeps to the size of its header: 1,000 updates', () => {
    const text = readFileSync(at('quick.yaml'), 'utf8');
    const number = (key: string) => Number(new RegExp(`^\\s*${key}: (\\d+)`, 'm').exec(text)?.[1]);
    expect(number('num_epochs') * number('batches_per_epoch')).toBe(1000);
  });
});
