import { bestToJson, isBetter, worst } from '../plateau.js';

/** The arguments of transformers' GreedyLR that change numbers. */
export interface GreedyOptions {
  readonly mode: 'min' | 'max';
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly threshold_mode: 'rel' | 'abs';
  readonly cooldown: number;
  readonly warmup: number;
  readonly min_lr: number;
  readonly max_lr: number;
  readonly eps: number;
  readonly smooth: boolean;
  readonly window_size: number;
  readonly reset_start: number;
}

interface State {
  lr: number;
  best: number;
  bad: number;
  good: number;
  /** Validations still not counted after a reduction. */
  cooldown: number;
  /** Validations still not counted after an increase. */
  warmup: number;
  /** Reductions at min_lr until everything starts anew. */
  untilReset: number;
  /** The last metrics and their sum, added and taken away one by one as in the origin. */
  window: number[];
  sum: number;
}

const fresh = (options: GreedyOptions, lr: number): State => ({
  lr,
  best: worst(options.mode),
  bad: 0,
  good: 0,
  cooldown: 0,
  warmup: 0,
  untilReset: options.reset_start,
  window: [],
  sum: 0,
});

function smoothed(options: GreedyOptions, state: State, metric: number): number {
  if (!options.smooth) return metric;
  state.window.push(metric);
  state.sum += metric;
  if (state.window.length > options.window_size) state.sum -= state.window.shift() ?? 0;
  return state.sum / state.window.length;
}

function increase(options: GreedyOptions, state: State): void {
  const increased = Math.min(state.lr / options.factor, options.max_lr);
  if (increased - state.lr > options.eps) state.lr = increased;
  state.untilReset = options.reset_start;
}

function reduce(options: GreedyOptions, state: State, initialLr: number): void {
  const reduced = Math.max(state.lr * options.factor, options.min_lr);
  if (state.lr - reduced > options.eps) state.lr = reduced;
  if (state.lr > options.min_lr) return;
  state.untilReset--;
  if (state.untilReset <= 0) Object.assign(state, fresh(options, initialLr));
}

function take(options: GreedyOptions, state: State, initialLr: number, metric: number): void {
  const current = smoothed(options, state, metric);
  if (state.cooldown > 0 || state.warmup > 0) {
    if (state.cooldown > 0) state.cooldown--;
    else state.warmup--;
    state.bad = 0;
    state.good = 0;
    return;
  }
  if (isBetter(options, current, state.best)) {
    state.best = current;
    state.bad = 0;
    state.good++;
  } else {
    state.bad++;
    state.good = 0;
  }
  if (state.good > options.patience) {
    increase(options, state);
    state.warmup = options.warmup;
    state.good = 0;
  } else if (state.bad > options.patience) {
    reduce(options, state, initialLr);
    state.cooldown = options.cooldown;
    state.bad = 0;
  }
}

/** A learning rate that rises while a metric improves and falls while it does not. */
export interface Greedy {
  /** Takes those of all metrics so far (oldest first) that it has not taken yet; returns the learning rate. */
  read(metrics: readonly number[] | undefined): number;
  state(): unknown;
  loadState(state: unknown): void;
}

/** Starts transformers' GreedyLR for one parameter group at `lr`. */
export function startGreedy(options: GreedyOptions, lr: number): Greedy {
  let state = fresh(options, lr);
  let seen = 0;
  return {
    read(metrics = []) {
      for (const metric of metrics.slice(seen)) take(options, state, lr, metric);
      seen = Math.max(seen, metrics.length);
      return state.lr;
    },
    state: () => ({ ...state, best: bestToJson(state.best), window: [...state.window], seen }),
    loadState(saved) {
      const { seen: read, ...rest } = saved as State & { seen: number };
      state = { ...rest, best: Number(rest.best), window: [...rest.window] };
      seen = read;
    },
  };
}
