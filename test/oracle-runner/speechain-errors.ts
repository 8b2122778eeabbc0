import type { Config, ModelInfo, Problem } from '@optim-sches/schemas';
import { check } from '@optim-sches/schemas';
import type { CaseResult } from './result.js';
import { combined, failed, numberOf, numbers, skipped } from './result.js';
import type { MarkedCase } from './speechain-cases.js';
import { configOf, startRuns } from './speechain-cases.js';

export interface ErrorCase {
  name: string;
  steps: number;
  ok: boolean;
  lr?: (number | string)[];
  error?: string;
  message?: string;
}

/** The oracle's model: two modules; `gain` is a parameter and `device` an attribute, neither is a module. */
const tiny: ModelInfo = {
  modules: ['encoder', 'decoder'],
  losses: ['loss', 'encoder_loss', 'decoder_loss', 'ctc_loss'],
  runs: 'speechain',
};

/** What `check --target speechain` reports as an error about a case. */
export function problemsOf(marked: MarkedCase): Problem[] {
  const problems = check(configOf(marked), {
    target: 'speechain',
    findModel: (type) => (type === 'tiny.Tiny' ? tiny : undefined),
  });
  return problems.filter(({ severity }) => severity === 'error');
}

/** Failures whose cause is not in the file: what the model returns, how the process was started, what the data did. */
const unknowable: readonly [pattern: RegExp, reason: string][] = [
  [/name one training loss/, 'what losses the model returns is not in the file'],
  [/FakeDDP|DistributedDataParallel/, 'the number of GPUs is not in the file'],
  [/_scale is None|No inf checks/, 'a loss that becomes non-finite is not in the file'],
];

function ranCase(one: ErrorCase, config: Config): CaseResult {
  const runs = [...startRuns(config).values()];
  if (one.lr === undefined || one.lr.length === 0) return { name: one.name, status: 'ok' };
  const [only] = runs;
  // One number for each step of the only OptimScheduler, or one for each of several.
  const got =
    only && runs.length === 1
      ? one.lr.map((_, index) => only.step(index + 1, 1))
      : runs.map((run) => run.step(1, 1));
  return numbers(one.name, got, one.lr.map(numberOf), 1e-14);
}

/** A case that fails in SpeeChain must be reported, one that runs must not be reported as an error. */
export function runErrorCase(one: ErrorCase, marked: MarkedCase): CaseResult {
  if (marked.optim_sches === undefined)
    return skipped(one.name, 'about a saved checkpoint, not about a file');
  const errors = problemsOf(marked);
  const said = errors.map(({ code }) => code).join(', ');
  if (one.ok && one.name.includes('(bypass)'))
    return skipped(one.name, 'runs only with SpeeChain’s overlap check taken out');
  if (one.ok) {
    if (errors.length > 0) return failed(one.name, `runs in SpeeChain, but is reported: ${said}`);
    return combined(one.name, [ranCase(one, configOf(marked))]);
  }
  if (errors.length > 0) return { name: one.name, status: 'ok' };
  const reason = unknowable.find(([pattern]) => pattern.test(one.message ?? ''))?.[1];
  return reason
    ? skipped(one.name, reason)
    : failed(one.name, `fails in SpeeChain (${one.error}: ${one.message}) and is not reported`);
}
