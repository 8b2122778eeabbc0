import { describe, expect, it } from 'vitest';
import { lossesOf, model, read, train, useVowels, write } from './vowels.js';

useVowels();

/** The example of docs/own-model.md with its matrices and its biases in modules of their own. */
function separated(): void {
  const source = read('vowels.ts')
    .replace("['encoder', 'decoder']", "['matrices', 'biases']")
    .replaceAll(/'(encoder|decoder)\.weight'/g, "'matrices.$1'")
    .replaceAll(/'(encoder|decoder)\.bias'/g, "'biases.$1'");
  write('vowels.ts', source);
}

const block = (text: string) =>
  read('vowels.yaml').replace(/ {2}optim_sches:[\s\S]*$/, `  optim_sches:\n${text}`);

const lossAt = (run: string, index: number) =>
  (lossesOf(run).at(index) as { loss?: number })?.loss ?? Number.NaN;

describe('a training from the command line', () => {
  it('by Muon for the matrices and AdamW for the others learns, and goes on bit by bit', async () => {
    separated();
    write(
      'muon.yaml',
      block(`    muon: {type: vowels.CosineLr, conf: {optim_type: Muon, optim_conf: {lr: 0.02}, steps: 200, updated_modules: [matrices]}}
    rest: {type: vowels.CosineLr, conf: {optim_type: AdamW, optim_conf: {lr: 0.02}, steps: 200, updated_modules: [biases]}}
`),
    );
    expect(await train('muon.yaml', '--run', 'whole')).toMatchObject({ code: 0 });
    expect(lossAt('whole', -2)).toBeLessThan(0.5 * lossAt('whole', 0));
    await train('muon.yaml', '--run', 'part', '--max-steps', '77');
    expect(await train('--resume', 'part')).toMatchObject({ code: 0 });
    expect(model('part', 200)).toBe(model('whole', 200));
  });

  it('by Muon alone is refused with the two OptimSchedulers to write', async () => {
    separated();
    write('muon.yaml', read('vowels.yaml').replace('Adam', 'Muon'));
    const { code, err } = await train('muon.yaml', '--run', 'run');
    expect(code).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      '2 of the 4 parameters that it is given are none: biases.encoder [16], biases.decoder [5]. Write two OptimSchedulers: one with optim_type: Muon and updated_modules: [matrices], one with optim_type: AdamW and updated_modules: [biases].',
    );
  });

  it.each([
    ['LBFGS', 'lr: 0.5, max_iter: 3, history_size: 5'],
    ['LBFGS', 'line_search_fn: strong_wolfe, max_iter: 3, history_size: 5'],
    ['Adafactor', 'lr: 0.05'],
  ])('by %s {%s} learns, and goes on bit by bit', async (type, conf) => {
    write(
      'exp.yaml',
      `accum_grad: 2\n${block(`    type: vowels.CosineLr\n    conf: {optim_type: ${type}, optim_conf: {${conf}}, steps: 200}\n`)}`.replace(
        'num_epochs: 4',
        'num_epochs: 1',
      ),
    );
    expect(await train('exp.yaml', '--run', 'whole')).toMatchObject({ code: 0 });
    expect(lossAt('whole', -2)).toBeLessThan(0.7 * lossAt('whole', 0));
    await train('exp.yaml', '--run', 'part', '--max-steps', '31');
    expect(await train('--resume', 'part')).toMatchObject({ code: 0 });
    expect(model('part', 50)).toBe(model('whole', 50));
  });
});
