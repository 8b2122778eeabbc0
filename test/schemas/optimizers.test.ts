import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findOptimizer, optimizers, torchOptimNames } from '../../schemas/src/optimizers/index.js';
import type { Optimizer } from '../../schemas/src/optimizers/optimizer.js';
import { line } from '../oracle-runner/result.js';
import { runSignature } from '../oracle-runner/signatures.js';

const oracle = (name: string) =>
  JSON.parse(readFileSync(new URL(`../oracle/${name}`, import.meta.url), 'utf8'));

const signatures: Record<string, Record<string, string>> = oracle('torch-optim-signatures.json');

const known = (type: string): Optimizer => {
  const optimizer = findOptimizer(type);
  if (!optimizer) throw new Error(`no ${type}`);
  return optimizer;
};

/** The messages of everything wrong with an `optim_conf`, conflicts between options included. */
function problems(type: string, conf: unknown): string[] {
  const optimizer = known(type);
  const result = optimizer.options.safeParse(conf);
  if (!result.success) return result.error.issues.map((issue) => issue.message);
  return (optimizer.check?.(result.data) ?? []).map((conflict) => conflict.message);
}

describe('the registry and torch 2.15', () => {
  it('has the same classes', () => {
    expect([...torchOptimNames].sort()).toEqual(Object.keys(signatures).sort());
  });

  it.each(Object.entries(signatures))(
    '%s has the same options in the same order, with the same defaults',
    (type, options) => {
      const result = runSignature(type, options);
      expect(result.status, line(result)).toBe('ok');
    },
  );
});

describe('every entry', () => {
  it.each(optimizers.map((o) => [o.type, o] as const))('%s is described', (_type, optimizer) => {
    expect(optimizer.summary).toMatch(/^[A-Z].{20,}[.]$/s);
    expect(optimizer.reference).toMatchObject({
      title: expect.any(String),
      authors: expect.any(String),
      year: expect.any(Number),
      url: expect.stringMatching(/^https:/),
    });
    expect(optimizer.docs).toContain(`torch.optim.${optimizer.type}.html`);
    const [low, high] = optimizer.usualLr;
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(low);
    const lr = z.object({ lr: z.number() }).parse(optimizer.options.parse({})).lr;
    expect(lr).toBeGreaterThanOrEqual(low / 10);
    expect(lr).toBeLessThanOrEqual(high * 10);
    for (const [name, schema] of Object.entries(optimizer.options.shape)) {
      const meta = (schema as z.ZodType).meta();
      expect(meta?.description, name).toMatch(/^[A-Z].{10,}[.]$/s);
      const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
      if (json.type === 'number' || json.type === 'integer') expect(meta?.unit, name).toBeTruthy();
    }
  });

  it.each(optimizers.map((o) => [o.type, o] as const))('%s accepts its own defaults', (_type, optimizer) => {
    const defaults = optimizer.options.parse({});
    expect(optimizer.options.parse(defaults)).toEqual(defaults);
    expect(optimizer.check?.(defaults) ?? []).toEqual([]);
  });

  it('says why three classes cannot train a model here, and what to take instead', () => {
    const limited = optimizers.filter((o) => o.limitation).map((o) => [o.type, o.limitation?.kind]);
    expect(Object.fromEntries(limited)).toEqual({ Muon: 'matrices', LBFGS: 'closure', SparseAdam: 'sparse' });
    for (const { limitation } of optimizers)
      if (limitation) expect(findOptimizer(limitation.instead)).toBeDefined();
  });

  it.each(['foreach', 'fused', 'capturable', 'differentiable'])(
    'says that %s changes nothing here',
    (option) => {
      const having = optimizers.filter((o) => option in o.options.shape);
      expect(having.length).toBeGreaterThan(2);
      for (const o of having)
        expect((o.options.shape[option] as z.ZodType).meta()?.noEffect).toMatch(/nothing here/);
    },
  );
});

it('finds a class by its exact name only', () => {
  expect(findOptimizer('AdamW')?.type).toBe('AdamW');
  for (const name of ['adamw', 'ADAMW', ' AdamW', 'torch.optim.AdamW', 'constructor', ''])
    expect(findOptimizer(name)).toBeUndefined();
});

const runs: { name: string; optim_type: string; optim_conf: Record<string, unknown> }[] =
  oracle('torch-optim.json').cases;

it.each(runs)('accepts the configuration of $name', ({ optim_type, optim_conf }) => {
  expect(problems(optim_type, optim_conf)).toEqual([]);
  expect(known(optim_type).options.parse(optim_conf)).toMatchObject(optim_conf);
});

interface Case {
  name: string;
  ok: boolean;
  message?: string;
  optim_sches?: { conf?: { optim_type?: string; optim_conf?: unknown } };
}

describe('the configurations that SpeeChain was run on', () => {
  const cases = (oracle('speechain.json').errors as Case[]).flatMap((e) => {
    const { optim_type, optim_conf } = e.optim_sches?.conf ?? {};
    return optim_type && findOptimizer(optim_type) && optim_conf !== undefined
      ? [{ name: e.name, ok: e.ok, torch: e.message ?? '', optim_type, optim_conf }]
      : [];
  });
  const inConf = /Invalid|<=' not supported|argument 'params'/;
  const wrong = cases.filter((c) => !c.ok && inConf.test(c.torch));

  it('has the cases', () => {
    expect(wrong.map((c) => c.name)).toEqual([
      'conf/optim_conf_params_key',
      'conf/lr_negative',
      'conf/lr_null',
      'conf/betas_string_tuple',
      'conf/betas_one',
      'conf/eps_string',
    ]);
  });

  it.each(wrong)('refuses $name', ({ optim_type, optim_conf, torch }) => {
    const [first = '', ...more] = problems(optim_type, optim_conf);
    // torch stops at the first of several.
    if (torch.startsWith('Invalid')) expect(first).toContain(torch.replace('1.0', '1'));
    expect(more.length).toBe(
      torch.includes("'str'") && optim_type === 'Adam' && 'betas' in Object(optim_conf) ? 1 : 0,
    );
    expect(first).toMatch(/[.:] (Write|Remove|.*: write) .*[.]$/s);
  });

  it.each(cases.filter((c) => !wrong.includes(c)))(
    'accepts the optim_conf of $name',
    ({ optim_type, optim_conf }) => {
      expect(problems(optim_type, optim_conf)).toEqual([]);
    },
  );
});

describe('bounds are those of torch', () => {
  const refusedBy: [type: string, conf: Record<string, unknown>, message: string][] = [
    ['Adam', { lr: -0.1 }, 'Invalid learning rate: -0.1.'],
    ['Adam', { eps: -1 }, 'Invalid epsilon value: -1.'],
    ['Adam', { betas: [-0.1, 0.9] }, 'Invalid beta parameter at index 0: -0.1.'],
    ['AdamW', { betas: [0.9, 1] }, 'Invalid beta parameter at index 1: 1.'],
    ['AdamW', { weight_decay: -1 }, 'Invalid weight_decay value: -1.'],
    ['Adam', { betas: [0.9] }, 'betas[1] is missing'],
    ['Adam', { betas: 0.9 }, 'betas is 0.9, but must be a list of 2 numbers'],
    ['Adamax', { betas: [0.9, 0.99, 0.999] }, 'with 3 values'],
    ['Adadelta', { rho: 1.1 }, 'Invalid rho value: 1.1.'],
    ['Adagrad', { lr_decay: -1 }, 'Invalid lr_decay value: -1.'],
    ['Adagrad', { initial_accumulator_value: -1 }, 'Invalid initial_accumulator_value value: -1.'],
    ['Adafactor', { lr: -1 }, 'Learning rate should be >= 0 but is: -1.'],
    ['Adafactor', { beta2_decay: 0.8 }, 'beta2_decay should be <= 0 but is: 0.8.'],
    ['Adafactor', { eps: [-1, 1] }, 'epsilon1 should be >= 0 but is: -1.'],
    ['Adafactor', { eps: [null, -1] }, 'epsilon2 should be >= 0 but is: -1.'],
    ['Adafactor', { d: 0.5 }, 'Clipping threshold d should be >= 1 but is: 0.5.'],
    ['Adafactor', { weight_decay: -1 }, 'weight_decay should be >= 0 but is: -1.'],
    ['ASGD', { lambd: -1 }, 'Invalid lambd value: -1.'],
    ['ASGD', { alpha: -1 }, 'Invalid alpha value: -1.'],
    ['NAdam', { momentum_decay: -1 }, 'Invalid momentum_decay value: -1.'],
    ['RMSprop', { alpha: -1 }, 'Invalid alpha value: -1.'],
    ['RMSprop', { momentum: -1 }, 'Invalid momentum value: -1.'],
    ['Rprop', { etas: [1.2, 0.5] }, 'Invalid eta values: 1.2.'],
    ['Rprop', { etas: [0.5, 1] }, 'Invalid eta values: 1.'],
    ['SGD', { momentum: -0.9 }, 'Invalid momentum value: -0.9.'],
    ['SGD', { weight_decay: -1 }, 'Invalid weight_decay value: -1.'],
    ['SparseAdam', { lr: 0 }, 'Invalid learning rate: 0.'],
    ['SparseAdam', { eps: 0 }, 'Invalid epsilon value: 0.'],
    ['Muon', { momentum: -1 }, 'momentum should be >= 0 but is: -1.'],
    ['Muon', { weight_decay: -1 }, 'weight decay should be >= 0 but is: -1.'],
    ['Muon', { adjust_lr_fn: 'mine' }, 'Adjust learning rate function "mine" is not supported.'],
    ['Muon', { ns_steps: 100 }, 'Number of steps must be less than 100'],
    ['Muon', { ns_coefficients: [1, 2] }, 'Coefficients must be a tuple of exactly 3 values'],
    ['LBFGS', { line_search_fn: 'wolfe' }, "only 'strong_wolfe' is supported"],
    ['Adam', { lrr: 1 }, '"lrr" is not an argument of torch.optim.Adam'],
    ['SGD', { a: 1, b: 2 }, '"a", "b" are not arguments of torch.optim.SGD'],
    ['Adam', { lr: Number.NaN }, 'lr is .nan'],
    ['Adam', { lr: Number.POSITIVE_INFINITY }, 'lr is .inf'],
    ['Adam', { lr: 'fast' }, 'lr is "fast", but must be a number'],
    ['Adam', { amsgrad: 'False' }, 'Python takes any value that is not empty as true'],
  ];
  it.each(refusedBy)('%s refuses %o', (type, conf, message) => {
    const found = problems(type, conf);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toContain(message);
  });

  const accepted: [type: string, conf: Record<string, unknown>][] = [
    ['Adam', { lr: 0, eps: 0, betas: [0.0, 0.0], weight_decay: 0 }],
    ['Adam', { betas: [0.9, 0.98, 'ignored by torch'] }],
    ['Adadelta', { rho: 1 }],
    ['RMSprop', { alpha: 1.5 }],
    ['SGD', { dampening: -1 }],
    ['SGD', { foreach: true, differentiable: true }],
    ['ASGD', { t0: Number.POSITIVE_INFINITY }],
    ['Adafactor', { d: Number.POSITIVE_INFINITY, beta2_decay: 0 }],
    ['Muon', { ns_steps: 99, ns_coefficients: [1, 2, 3] }],
    ['LBFGS', { line_search_fn: 'strong_wolfe', tolerance_grad: -1 }],
    ['Rprop', { step_sizes: [50, 1e-6] }],
  ];
  it.each(accepted)('%s accepts %o', (type, conf) => {
    expect(problems(type, conf)).toEqual([]);
  });
});

describe('options that torch refuses together', () => {
  const conflicting: [type: string, conf: Record<string, unknown>, message: string][] = [
    ['SGD', { nesterov: true }, 'Nesterov momentum requires a momentum and zero dampening: momentum is 0'],
    ['SGD', { nesterov: true, momentum: 0.9, dampening: 0.1 }, 'dampening 0.1'],
    ['Adam', { fused: true, differentiable: true }, '`fused` does not support `differentiable`'],
    ['AdamW', { fused: true, foreach: true }, '`fused` and `foreach` cannot be `True` together'],
    ['SGD', { fused: true, foreach: true }, '`fused` and `foreach` cannot be `True` together'],
    ['Adagrad', { fused: true, differentiable: true }, '`fused` does not support `differentiable`'],
    ['RAdam', { foreach: true, differentiable: true }, "_foreach ops don't support autograd"],
  ];
  it.each(conflicting)('%s: %o', (type, conf, message) => {
    const found = problems(type, conf);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('leaves the right combinations alone', () => {
    expect(problems('SGD', { nesterov: true, momentum: 0.9 })).toEqual([]);
    expect(problems('Adam', { fused: true, foreach: false, capturable: true, amsgrad: true })).toEqual([]);
  });
});
