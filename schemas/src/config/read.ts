import type { Document, ParseOptions } from '../document/document.js';
import { parseDocument } from '../document/parse.js';
import type { MapValue, Value } from '../document/value.js';
import { entryOf, valueAt } from '../document/value.js';
import type { Config, Experiment } from './config.js';
import { blockForm, readOptimSchedulers } from './read-block.js';
import { asMap, numberOf, stringOf } from './values.js';

export interface ReadOptions extends ParseOptions {
  /** The text of a file that `train_cfg` names by path; undefined when there is no such file. */
  readonly readFile?: (path: string) => string | undefined;
  /** The same file as a document that has been read already; asked instead of `readFile`. */
  readonly readDocument?: (path: string) => Document | undefined;
  /** The experiment around a `train_cfg` that stands in a file of its own. */
  readonly experiment?: Experiment;
}

/** Runner arguments by which an exp_cfg is told from other YAML. */
const experimentKeys = [
  'train_cfg',
  'data_cfg',
  'infer_cfg',
  'num_epochs',
  'accum_grad',
  'best_model_selection',
];

const kindOf = (root: MapValue | undefined): Config['kind'] => {
  if (entryOf(root, 'train_cfg')) return 'exp_cfg';
  if (entryOf(root, 'optim_sches')) return entryOf(root, 'model') ? 'train_cfg' : 'optim_sches';
  return experimentKeys.some((key) => entryOf(root, key)) ? 'exp_cfg' : 'other';
};

/** The Runner's defaults, where the file says nothing or something that is no number. */
function readExperiment(root: MapValue | undefined, around: Experiment | undefined): Experiment {
  const number = (key: string) => numberOf(entryOf(root, key)?.value);
  const counted = (value: number | undefined) =>
    value !== undefined && value >= 1 ? Math.floor(value) : undefined;
  const count = (key: string) => counted(number(key));
  return {
    accumGrad: count('accum_grad') ?? around?.accumGrad ?? 1,
    ftFactor: number('ft_factor') ?? around?.ftFactor ?? 1,
    numEpochs: count('num_epochs') ?? around?.numEpochs,
    validPerEpochs: count('valid_per_epochs') ?? around?.validPerEpochs ?? 1,
    gradClip: number('grad_clip') ?? around?.gradClip ?? 5,
    gradNormType: number('grad_norm_type') ?? around?.gradNormType ?? 2,
    stepsPerEpoch:
      counted(numberOf(valueAt(root, ['data_cfg', 'train', 'conf', 'batches_per_epoch']))) ??
      around?.stepsPerEpoch,
  };
}

const pathOf = (node: Value | undefined): Config['trainCfgPath'] =>
  node?.kind === 'str' ? { path: node.value, span: node.span } : undefined;

/**
 * What a document says about the optimization, read as far as it can be: never throws, whatever is wrong.
 * A `train_cfg` given by path is read through `readFile` with this experiment around it.
 */
export function readConfig(document: Document, options: ReadOptions = {}): Config {
  const root = asMap(document.root);
  const kind = kindOf(root);
  const experiment = readExperiment(root, options.experiment);
  const trainCfgNode = entryOf(root, 'train_cfg')?.value;
  const trainCfg = kind === 'exp_cfg' ? asMap(trainCfgNode) : kind === 'train_cfg' ? root : undefined;
  const trainCfgPath = pathOf(trainCfgNode);
  const linked = readLinked(trainCfgPath?.path, experiment, options);
  const block = entryOf(trainCfg, 'optim_sches') ?? (trainCfgNode ? undefined : entryOf(root, 'optim_sches'));
  const model = asMap(entryOf(trainCfg, 'model')?.value);
  return {
    document,
    kind,
    block,
    form: blockForm(block?.value),
    experiment,
    // A short file may hold the block with a few of the Runner's arguments beside it.
    expCfg: kind === 'exp_cfg' || kind === 'optim_sches' ? root : undefined,
    trainCfg,
    trainCfgPath,
    trainCfgMissing:
      trainCfgPath !== undefined &&
      (options.readFile ?? options.readDocument) !== undefined &&
      linked === undefined,
    linked,
    model: model ?? linked?.model,
    modelType: stringOf(entryOf(model, 'model_type')?.value)?.trim() ?? linked?.modelType,
    optimSchedulers: linked?.optimSchedulers ?? readOptimSchedulers(block?.value),
  };
}

function readLinked(
  path: string | undefined,
  experiment: Experiment,
  options: ReadOptions,
): Config | undefined {
  if (path === undefined) return undefined;
  // The linked file is read without these: a train_cfg has no train_cfg of its own, so no chain and no circle.
  const { readFile, readDocument, ...rest } = options;
  const text = readDocument ? undefined : readFile?.(path);
  const document = readDocument?.(path) ?? (text === undefined ? undefined : parseDocument(text, rest));
  return document && readConfig(document, { ...rest, experiment });
}
