import type { Config, LrRun } from '@optim-sches/schemas';
import { lrRunOf, parseDocument, readConfig } from '@optim-sches/schemas';
import type { Marked } from './as-yaml.js';
import { experimentYaml } from './as-yaml.js';
import type { CaseResult } from './result.js';
import { combined, failed, numberOf, numbers } from './result.js';

const tolerance = 1e-14;

export interface SpeechainCase {
  name: string;
  gens: string[];
  steps_per_epoch: number | null;
  epochs: number | null;
  step_nums?: number[];
  lr: Record<string, (number | string | null)[]>;
  skipped_steps?: number[];
  bad_gradients?: Record<string, Record<string, string>>;
  resume_after_epochs?: number[];
  resume_exp?: Record<string, Marked>;
}

/** What of a case is written in a configuration, floats told from ints. */
export interface MarkedCase {
  exp_cfg: Marked;
  /** Undefined for a case that is not about a file. */
  optim_sches?: Marked;
}

export const configOf = (marked: MarkedCase, over: Record<string, Marked> = {}): Config =>
  readConfig(
    parseDocument(experimentYaml({ ...(marked.exp_cfg as object), ...over }, marked.optim_sches ?? null)),
  );

/** Starts the learning rates of every OptimScheduler; a name is missing when it cannot be computed. */
export function startRuns(config: Config): Map<string, LrRun> {
  const runs = new Map<string, LrRun>();
  for (const conf of config.optimSchedulers) {
    const run = lrRunOf(conf, config.experiment);
    if (run) runs.set(conf.name, run);
  }
  return runs;
}

/** Continues with the learning rates of `before` under the experiment that the run is resumed with. */
function resumed(before: Map<string, LrRun>, config: Config): Map<string, LrRun> {
  const after = startRuns(config);
  for (const [name, run] of before) after.get(name)?.loadState(run.state());
  return after;
}

/** The newer generation skips a step whose loss is not finite, before any learning rate changes. */
function skipsLoss(one: SpeechainCase, config: Config, name: string, step: number): boolean {
  const bad = one.bad_gradients?.[String(step)];
  if (!bad || one.gens.includes('g3')) return false;
  const losses = config.optimSchedulers.find((conf) => conf.name === name)?.optimLosses ?? [];
  return losses.some((loss) => loss in bad);
}

/** The learning rates of one case: every step of the training in turn, as SpeeChain's loop goes. */
export function runCase(one: SpeechainCase, marked: MarkedCase): CaseResult {
  const config = configOf(marked);
  const names = Object.keys(one.lr);
  const perEpoch = one.steps_per_epoch ?? Number.POSITIVE_INFINITY;
  const count = Math.max(...Object.values(one.lr).map((lr) => lr.length));
  const steps = one.step_nums ?? Array.from({ length: count }, (_, index) => index + 1);
  let runs = startRuns(config);
  const lr: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const step of steps) {
    const epoch = Math.floor((step - 1) / perEpoch) + 1;
    const firstOfEpoch = (step - 1) % perEpoch === 0;
    if (firstOfEpoch && one.resume_after_epochs?.includes(epoch - 1))
      runs = resumed(runs, configOf(marked, one.resume_exp));
    for (const name of names) {
      const run = runs.get(name);
      if (!run) return failed(one.name, `no learning rate for ${name}`);
      const value = one.skipped_steps?.includes(step)
        ? Number.NaN
        : skipsLoss(one, config, name, step)
          ? run.lr
          : run.step(step, epoch);
      lr[name]?.push(value);
    }
  }
  const parts = names.map((name) =>
    numbers(one.name, lr[name] ?? [], (one.lr[name] ?? []).map(numberOf), tolerance),
  );
  return combined(one.name, parts);
}
