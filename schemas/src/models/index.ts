import type { Fields } from '../fields.js';
import { checkG2pTransformer, g2pTransformerConf } from './g2p.js';

export { exportedNames } from './source.js';

/** What a configuration may name of a model. */
export interface ModelInfo {
  /** First-level modules, the names that `updated_modules` may hold. */
  readonly modules: readonly string[];
  /** The losses it computes, the names that `optim_losses` may hold. */
  readonly losses: readonly string[];
  /** Metrics that are often mistaken for losses. */
  readonly metrics?: readonly string[];
  /** Other losses exist by this ending (`{domain}_loss`), which no file tells for certain. */
  readonly openLosses?: RegExp;
  /** What its validation gives beside its losses, for `best_model_selection`; undefined when nobody can tell. */
  readonly validMetrics?: readonly string[];
  /** The keys of `module_conf`, when they are known. */
  readonly moduleConf?: Fields;
  /** What is wrong between two of them, and at which keys to say it; undefined when nothing is. */
  readonly checkModuleConf?: (
    values: Readonly<Record<string, unknown>>,
  ) => { readonly keys: readonly string[]; readonly message: string } | undefined;
  /** Who runs it. */
  readonly runs: 'runtime' | 'speechain';
}

const speechain = (modules: string[], open = false): ModelInfo => ({
  modules,
  losses: ['loss'],
  metrics: ['ce_loss', 'ctc_loss', 'att_guid_loss', 'feat_loss_before', 'feat_loss_after', 'pitch_loss'],
  ...(open ? { openLosses: /_loss$/ } : {}),
  runs: 'speechain',
});

/** The models that this project or SpeeChain ships, by `model_type`. */
const models: Readonly<Record<string, ModelInfo>> = {
  'g2p.Transformer': {
    modules: ['encoder', 'decoder'],
    losses: ['loss', 'encoder_loss', 'decoder_loss'],
    validMetrics: ['per', 'wer'],
    moduleConf: g2pTransformerConf,
    checkModuleConf: checkG2pTransformer,
    runs: 'runtime',
  },
  'ar_asr.ARASR': speechain(['encoder', 'decoder', 'ctc_layer']),
  'ar_asr.MultiDataLoaderARASR': speechain(['encoder', 'decoder', 'ctc_layer'], true),
  'ar_tts.ARTTS': speechain(['encoder', 'decoder']),
  'ar_tts.MultiDomainARTTS': speechain(['encoder', 'decoder'], true),
  'nar_tts.FastSpeech2': speechain(['encoder', 'decoder']),
  'lm.LM': speechain(['lm']),
};

/** The models that this project or SpeeChain ships. */
export const knownModels: readonly string[] = Object.keys(models);

/** The models that this runtime has. */
export const runtimeModels: readonly string[] = Object.keys(models).filter(
  (type) => models[type]?.runs === 'runtime',
);

/** Modules and losses of a built-in model; undefined for an unknown one. */
export function findModel(modelType: string): ModelInfo | undefined {
  return Object.hasOwn(models, modelType) ? models[modelType] : undefined;
}

const list = (source: string, name: 'modules' | 'losses'): string[] | undefined => {
  const found = new RegExp(
    `static\\s+(?:override\\s+)?(?:readonly\\s+)?${name}\\b[^=;]*=\\s*\\[([^\\]]*)\\]`,
  ).exec(source);
  return found?.[1] === undefined
    ? undefined
    : [...found[1].matchAll(/(['"`])([\w.]+)\1/g)].map((m) => m[2] ?? '');
};

/**
 * Modules and losses that a user's own model class declares (`static modules = ['encoder']; static losses = ['loss'];`),
 * read from its source text without running it; undefined when the class or its lists are not there.
 */
export function readModelSource(source: string, className: string): ModelInfo | undefined {
  const start = source.search(new RegExp(`\\bclass\\s+${className.replace(/\W/g, '')}\\b`));
  if (start < 0) return undefined;
  const next = source.slice(start + 1).search(/\bclass\s+\w+/);
  const body = next < 0 ? source.slice(start) : source.slice(start, start + 1 + next);
  const modules = list(body, 'modules');
  const losses = list(body, 'losses');
  return modules && losses ? { modules, losses, runs: 'runtime' } : undefined;
}
