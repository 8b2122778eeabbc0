import type { DrivingMetric } from './scheduler.js';

/** How a plateau is told, and what it does: the arguments of torch.optim.lr_scheduler.ReduceLROnPlateau. */
export interface PlateauOptions {
  readonly mode: 'min' | 'max';
  readonly factor: number;
  /** So many validations without improvement are let pass. */
  readonly patience: number;
  readonly threshold: number;
  readonly threshold_mode: 'rel' | 'abs';
  /** So many validations after a reduction are not counted. */
  readonly cooldown: number;
  readonly min_lr: number;
  /** A reduction by no more than this is not made. */
  readonly eps: number;
}

/** What a checkpoint keeps of a plateau; `best` is text where it is infinite, which JSON cannot say. */
export interface PlateauState {
  readonly lr: number;
  readonly best: number | string;
  readonly badEpochs: number;
  readonly cooldownLeft: number;
  readonly seen: number;
}

/** A learning rate that is reduced when a metric stops improving. */
export interface Plateau {
  /** The learning rate now. It may be set: a warm-up moves it too, and a reduction starts from what it finds. */
  lr: number;
  /** One validation. */
  take(metric: number): void;
  /** Takes those of all metrics so far (oldest first) that it has not taken yet; returns the learning rate. */
  read(metrics: readonly number[] | undefined): number;
  state(): PlateauState;
  loadState(state: unknown): void;
}

type Judgement = Pick<PlateauOptions, 'mode' | 'threshold' | 'threshold_mode'>;

/** What a metric must pass to be an improvement on `best`, as torch's `_is_better` computes it. */
export function plateauBar({ mode, threshold, threshold_mode }: Judgement, best: number): number {
  if (threshold_mode === 'abs') return mode === 'min' ? best - threshold : best + threshold;
  return best * (mode === 'min' ? 1 - threshold : threshold + 1);
}

/** Whether a metric improves on `best`; NaN never does. */
export function isBetter(judgement: Judgement, metric: number, best: number): boolean {
  const bar = plateauBar(judgement, best);
  return judgement.mode === 'min' ? metric < bar : metric > bar;
}

/** The value before the first validation: any metric is better. */
export const worst = (mode: 'min' | 'max'): number =>
  mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;

/** An infinite `best` as text for JSON. */
export const bestToJson = (best: number): number | string => (Number.isFinite(best) ? best : String(best));

/**
 * Starts torch's ReduceLROnPlateau for one parameter group at `lr`. Torch counts metrics, whatever it calls an epoch:
 * one metric is one validation.
 */
export function startPlateau(options: PlateauOptions, lr: number): Plateau {
  let best = worst(options.mode);
  let badEpochs = 0;
  let cooldownLeft = 0;
  let seen = 0;
  const plateau: Plateau = {
    lr,
    take(metric) {
      seen++;
      if (isBetter(options, metric, best)) {
        best = metric;
        badEpochs = 0;
      } else badEpochs++;
      if (cooldownLeft > 0) {
        cooldownLeft--;
        badEpochs = 0;
      }
      if (badEpochs <= options.patience) return;
      const reduced = Math.max(plateau.lr * options.factor, options.min_lr);
      if (plateau.lr - reduced > options.eps) plateau.lr = reduced;
      cooldownLeft = options.cooldown;
      badEpochs = 0;
    },
    read(metrics = []) {
      while (seen < metrics.length) plateau.take(metrics[seen] ?? Number.NaN);
      return plateau.lr;
    },
    state: () => ({ lr: plateau.lr, best: bestToJson(best), badEpochs, cooldownLeft, seen }),
    loadState(state) {
      const saved = state as PlateauState;
      plateau.lr = saved.lr;
      best = Number(saved.best);
      ({ badEpochs, cooldownLeft, seen } = saved);
    },
  };
  return plateau;
}

/**
 * A value that counts as an improvement on `best`: past torch's threshold and better in itself (for a negative metric,
 * torch's relative threshold lies on the wrong side), by one part in a thousand.
 */
export function better(judgement: Judgement, best: number): number {
  const bar = plateauBar(judgement, best);
  if (!Number.isFinite(bar)) return 1;
  const sign = judgement.mode === 'min' ? -1 : 1;
  const edge = judgement.mode === 'min' ? Math.min(bar, best) : Math.max(bar, best);
  return edge + sign * Math.max(Math.abs(edge) * 1e-3, 1e-9);
}

/** What a metric-driven schedule says of its metric: `monitor` names it, null stands for the sum of the losses. */
export const drivenBy = (conf: Judgement & { readonly monitor: string | null }): DrivingMetric => ({
  name: conf.monitor ?? undefined,
  mode: conf.mode,
  better: (best) => better(conf, best),
});
