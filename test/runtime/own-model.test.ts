import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, Model, OptimScheduler, startBackend } from 'optim-sches';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadUserClass } from '../../runtime/src/training/user-modules.js';
import { temporaryFolder } from './make-run.js';
import { filesOf } from './page-files.js';
import { runCli } from './run-cli.js';

describe('the example of docs/own-model.md', () => {
  const folder = filesOf('own-model.md');

  it('is two files, the code about as long as promised', () => {
    expect(readdirSync(folder).sort()).toEqual(['vowels.ts', 'vowels.yaml']);
    const lines = readFileSync(join(folder, 'vowels.ts'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(80);
  });

  it('has nothing to complain about, and its modules and losses are known', async () => {
    expect(await runCli(['check', 'vowels.yaml'], folder)).toMatchObject({ code: 0 });
    const yaml = readFileSync(join(folder, 'vowels.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'wrong.yaml'),
      yaml.replace('steps: 200', 'steps: 200, updated_modules: encoderr'),
    );
    const { code, out } = await runCli(['check', 'wrong.yaml'], folder);
    expect(code).toBe(1);
    expect(out).toContain('has no first-level module "encoderr". Did you mean "encoder"?');
  });

  it('learns, and goes on from where it was stopped to the very same end', async () => {
    const whole = await runCli(['train', 'vowels.yaml', '--run', 'whole'], folder);
    expect(whole.code, whole.err).toBe(0);
    expect(whole.out).toContain(
      'The main OptimScheduler: CosineLr(optimizer=Adam, optim_loss=None, updated_modules=None, steps=200)',
    );
    const [, accuracy = ''] = /best\s+valid accuracy ([\d.]+)/.exec(whole.out) ?? [];
    expect(Number(accuracy)).toBeGreaterThan(0.9);
    const first = await runCli(['train', 'vowels.yaml', '--run', 'part', '--max-steps', '77'], folder);
    expect(first.code).toBe(0);
    expect(first.out).toContain('optim-sches train --resume part');
    const second = await runCli(['train', '--resume', 'part'], folder);
    expect(second.code, second.err).toBe(0);
    const model = (run: string) =>
      readFileSync(join(folder, run, 'checkpoints/step-200/model.safetensors')).toString('hex');
    expect(model('part')).toBe(model('whole'));
    const lr = (line: string) => (JSON.parse(line) as { lr?: { main: number } }).lr?.main;
    const rates = readFileSync(join(folder, 'part/metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(lr)
      .filter((x) => x !== undefined);
    expect(rates).toHaveLength(200);
    expect(rates[99]).toBeCloseTo(0.01, 12);
    expect(rates[199]).toBe(0);
  });
});

describe('the example of docs/own-scheduler.md', () => {
  it('trains with the example’s model', async () => {
    const folder = filesOf('own-model.md');
    const page = filesOf('own-scheduler.md');
    writeFileSync(join(folder, 'my_schedules.ts'), readFileSync(join(page, 'my_schedules.ts')));
    const yaml = readFileSync(join(folder, 'vowels.yaml'), 'utf8');
    const block = readFileSync(join(page, 'example.yaml'), 'utf8').replace('2000', '4').replace('5000', '3');
    const head = yaml.slice(0, yaml.indexOf('  optim_sches:'));
    writeFileSync(join(folder, 'own.yaml'), `${head}${block.replace(/^/gm, '  ').trimEnd()}\n`);
    const { code, err } = await runCli(['train', 'own.yaml', '--run', 'run', '--max-steps', '9'], folder);
    expect(code, err).toBe(0);
    const lines = readFileSync(join(folder, 'run/metrics.jsonl'), 'utf8').trim().split('\n');
    const lr = lines.map((line) => (JSON.parse(line) as { lr: { main: number } }).lr.main);
    expect(lr).toEqual([
      0.00025,
      0.0005,
      0.00075,
      0.001,
      0.001,
      0.001,
      0.001,
      0.001 * Math.sqrt(4 / 5),
      0.001 * Math.sqrt(4 / 6),
    ]);
  });
});

describe('what goes wrong with one’s own files', () => {
  beforeAll(() => startBackend('cpu'));
  const folder = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const schedule = { what: 'the schedule', base: OptimScheduler, baseName: 'OptimScheduler' };

  it.each([
    [
      'gone.Mine',
      `There is no schedule "gone.Mine": it is not built in, and ${join(folder, 'gone')}.ts (or .js) does not exist.`,
    ],
    [
      'file.Other',
      `${join(folder, 'file.ts')} does not export Other. It exports Mine, Plain; write "export class Other extends OptimScheduler".`,
    ],
    ['file.Plain', `Plain in ${join(folder, 'file.ts')} does not extend OptimScheduler.`],
    ['broken.Mine', `${join(folder, 'broken.ts')} cannot be run: `],
    [
      'throws.Mine',
      `${join(folder, 'throws.ts')} cannot be run: no luck (at ${join(folder, 'throws.ts')}:3:7)`,
    ],
    ['../file.Mine', '"../file.Mine" does not name the schedule: write file_name.ClassName.'],
    ['file', '"file" does not name the schedule: write file_name.ClassName.'],
  ])('%s', async (type, message) => {
    write(
      'file.ts',
      "import { OptimScheduler } from 'optim-sches';\nexport class Mine extends OptimScheduler { scheInit() {} updateLr() { return 1; } }\nexport class Plain {}\n",
    );
    write('broken.ts', 'export class {\n');
    write('throws.ts', 'const a: number = 1;\n\nthrow new Error(`no luck`);\nexport const b = a;\n');
    await expect(loadUserClass(type, folder, schedule)).rejects.toThrow(message);
  });

  it('a .js file, and a class that comes from another file, do as well', async () => {
    mkdirSync(join(folder, 'lib'), { recursive: true });
    write(
      'lib/base.ts',
      "import { Dataset } from 'optim-sches';\nexport abstract class Base extends Dataset<number> { readonly length: number = 1; }\n",
    );
    write(
      'data.js',
      "import { Base } from './lib/base';\nexport class Mine extends Base { batch() { return 1; } }\n",
    );
    const Mine = await loadUserClass('data.Mine', folder, {
      what: 'the data set',
      base: Dataset,
      baseName: 'Dataset',
    });
    expect(Mine.prototype).toBeInstanceOf(Dataset);
  });

  const model = `import { Dataset, Model, tf } from 'optim-sches';
export class Data extends Dataset { length = 2; batch() { return 1; } }
export class Good extends Model {
  static modules = ['a'];
  static losses = ['loss'];
  w = this.parameter('a.w', tf.scalar(1));
  forward() { return { loss: tf.square(this.w) }; }
}
export class Throws extends Good {
  static modules = ['a'];
  static losses = ['loss'];
  forward() {
    const none = undefined;
    return none.loss;
  }
}
export class Undeclared extends Good {
  static modules = ['b'];
  static losses = ['loss'];
}
export class Missing extends Good {
  static modules = ['a'];
  static losses = ['loss', 'other'];
}
export class Shape extends Good {
  static modules = ['a'];
  static losses = ['loss'];
  forward() { return { loss: tf.mul(this.w, [1, 2]) }; }
}
`;
  const yaml = (type: string, more = '') =>
    `num_epochs: 1\ndata_cfg: {train: {type: mine.Data, conf: {}}}\ntrain_cfg:\n  model: {model_type: mine.${type}, module_conf: {}}\n  optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}${more}}}\n`;

  it.each([
    ['Throws', '', /TypeError: Cannot read properties of undefined.*\n {2}at .*mine\.js:14:/],
    ['Undeclared', '', /has parameters in the module "a", which its "static modules" do not list: \[b\]/],
    ['Missing', ', optim_losses: other', /The model has no loss "other"\. It returned: loss\./],
    ['Shape', '', /The loss "loss" has the shape \[2\]; a loss must be one number\./],
  ])('a model that is wrong: %s', async (type, more, message) => {
    const here = temporaryFolder();
    writeFileSync(join(here, 'mine.js'), model);
    writeFileSync(join(here, 'exp.yaml'), yaml(type, more));
    const { code, err } = await runCli(['train', 'exp.yaml', '--run', 'run'], here);
    expect(err).toMatch(message);
    expect(err).not.toContain('fault of optim-sches');
    expect(code).toBe(1);
  });

  it('knows its base class', () => expect(Model.losses).toEqual([]));
});
