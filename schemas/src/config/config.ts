import type { Document } from '../document/document.js';
import type { Entry, MapValue, Span, Value } from '../document/value.js';
import type { Conflict, Optimizer } from '../optimizers/optimizer.js';
import type { Scheduler } from '../schedulers/scheduler.js';

/** The settings of the experiment around the optimizers that reach the learning rate or the update. */
export interface Experiment {
  /** Micro-steps whose gradients make one real step. */
  readonly accumGrad: number;
  /** Fine-tuning factor: multiplies every learning rate. */
  readonly ftFactor: number;
  /** Length of training; undefined when the file does not say (SpeeChain's default is 1000). */
  readonly numEpochs: number | undefined;
  /** Validation after every epoch for which (epoch - 1) is a multiple of this. */
  readonly validPerEpochs: number;
  readonly gradClip: number;
  readonly gradNormType: number;
  /** Training steps in one epoch, where `data_cfg.train` says it (`batches_per_epoch`). */
  readonly stepsPerEpoch: number | undefined;
}

/** One OptimScheduler as written, with everything looked up that can be. */
export interface OptimSchedulerConf {
  /** `main` for a bare block. */
  readonly name: string;
  /** The name's key; undefined for a bare block. */
  readonly nameSpan: Span | undefined;
  /** The `{type, conf}` mapping. */
  readonly node: MapValue;
  /** `type` without surrounding blanks. */
  readonly type: string | undefined;
  readonly typeNode: Value | undefined;
  /** The schedule that `type` names; undefined for an unknown one or a user's own. */
  readonly scheduler: Scheduler | undefined;
  readonly conf: MapValue | undefined;
  /** `optim_type` without surrounding blanks and without torch's module (`adam.Adam` is `Adam`). */
  readonly optimType: string | undefined;
  readonly optimTypeNode: Value | undefined;
  readonly optimizer: Optimizer | undefined;
  readonly optimConf: MapValue | undefined;
  /** The losses whose sum is minimized; `['loss']` when not written. */
  readonly optimLosses: readonly string[];
  /** The key that names the losses (`optim_losses` or `optim_loss`). */
  readonly lossEntry: Entry | undefined;
  /** First-level modules; null for the whole model. */
  readonly updatedModules: readonly string[] | null;
  readonly stepPerUpdate: number;
  /** The schedule's own keys, validated and with defaults; undefined when they are wrong, alone or together. */
  readonly schedulerConf: Record<string, unknown> | undefined;
  /** What is wrong between the schedule's keys, each right alone; paths start in `conf`. */
  readonly schedulerConflicts: readonly Conflict[];
  /** The optimizer's options, validated and with defaults; undefined when they are wrong. */
  readonly optimizerOptions: Record<string, unknown> | undefined;
  /** `optim_conf.lr` or torch's default; undefined when it is no number or the optimizer is unknown. */
  readonly lr: number | undefined;
}

/** What a file says about the optimization, read as far as it can be. */
export interface Config {
  readonly document: Document;
  /** What the file is: an experiment, the training part of one, or the block alone. */
  readonly kind: 'exp_cfg' | 'train_cfg' | 'optim_sches' | 'other';
  /** The `optim_sches` key; undefined when the file has none (or it stands in a train_cfg given by path). */
  readonly block: Entry | undefined;
  readonly form: 'bare' | 'named' | 'invalid' | 'none';
  readonly experiment: Experiment;
  /** The mapping with the Runner's arguments; undefined unless `kind` is `exp_cfg`. */
  readonly expCfg: MapValue | undefined;
  readonly trainCfg: MapValue | undefined;
  /** The path, when `train_cfg` is one. */
  readonly trainCfgPath: { readonly path: string; readonly span: Span } | undefined;
  /** Whether a file was looked for at that path, and there is none. */
  readonly trainCfgMissing: boolean;
  /** The file at that path, read with this experiment around it; undefined when it could not be read. */
  readonly linked: Config | undefined;
  /** `train_cfg.model`. */
  readonly model: MapValue | undefined;
  readonly modelType: string | undefined;
  readonly optimSchedulers: readonly OptimSchedulerConf[];
}
