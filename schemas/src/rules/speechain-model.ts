import type { Config } from '../config/config.js';
import { asMap, numberOf } from '../config/values.js';
import type { MapValue, Value } from '../document/value.js';
import { entryOf, valueAt } from '../document/value.js';
import type { Finding, Rule, RuleContext } from './rule.js';

/** The models of SpeeChain that build `ctc_layer` only with a CTC loss. */
const withCtc = ['ar_asr.ARASR', 'ar_asr.MultiDataLoaderARASR'];

function* missingModel({ kind, trainCfg, expCfg }: Config): Iterable<Finding> {
  if (kind !== 'exp_cfg' || !trainCfg || entryOf(trainCfg, 'model')) return;
  yield {
    span: entryOf(expCfg, 'train_cfg')?.keySpan ?? trainCfg.span,
    message:
      "train_cfg has no model: SpeeChain stops with “Please fill in the 'model' tag of your given train_cfg!”. Add model with its model_type and module_conf.",
  };
}

/** The only first-level module of a model: all parameters begin with its name, so SpeeChain can freeze it. */
const isWholeModel = (value: Value, { model }: RuleContext) => {
  const last = value.kind === 'list' ? value.items.at(-1) : value;
  return model?.modules.length === 1 && last?.kind === 'str' && last.value === model.modules[0];
};

function* frozenModules(context: RuleContext): Iterable<Finding> {
  const value = valueAt(context.config.model, ['model_conf', 'frozen_modules']);
  if (!value || value.kind === 'null' || (value.kind === 'str' && value.value === 'all')) return;
  if (isWholeModel(value, context)) return;
  yield {
    span: value.span,
    // In a model that nobody here knows, every parameter may be in the module named last.
    severity: context.model ? 'error' : 'warning',
    message:
      'SpeeChain stops with “frozen_modules: Parameters of … are not found in the model!” at the first parameter outside the module named last, so no part of a model can be frozen. Remove frozen_modules, and name what shall be trained in updated_modules.',
  };
}

/** Whether the model certainly has no CTC loss: SpeeChain gives the keys of both mappings to the model. */
function withoutCtc(model: MapValue | undefined): boolean {
  const custom = valueAt(model, ['model_conf', 'customize_conf']);
  const weight =
    entryOf(asMap(custom), 'ctc_weight') ?? entryOf(asMap(valueAt(model, ['module_conf'])), 'ctc_weight');
  return weight === undefined || numberOf(weight.value) === 0;
}

function* ctcLayer({ modelType, model, optimSchedulers }: Config): Iterable<Finding> {
  if (!withCtc.includes(modelType ?? '') || !withoutCtc(model)) return;
  for (const { conf } of optimSchedulers) {
    const value = entryOf(conf, 'updated_modules')?.value;
    const named = value?.kind === 'list' ? value.items : value ? [value] : [];
    for (const item of named)
      if (item.kind === 'str' && item.value === 'ctc_layer')
        yield {
          span: item.span,
          message: `${modelType} has a ctc_layer only with a CTC loss: SpeeChain would stop with AttributeError. Write a ctc_weight greater than 0 in model.model_conf.customize_conf, or leave ctc_layer out.`,
        };
  }
}

/** What SpeeChain cannot do with the model of the file. */
export const speechainModel: Rule = {
  code: 'optim/speechain-model',
  severity: 'error',
  summary: 'SpeeChain fails with this model.',
  docs: 'SpeeChain needs a `model` in `train_cfg`. Its `frozen_modules` works only as `all`: any parameter outside the module named last is a RuntimeError. Its speech recognition models have a `ctc_layer` only where `model_conf.customize_conf.ctc_weight` is greater than 0; otherwise naming it in `updated_modules` is an AttributeError.',
  example: {
    bad: 'use_amp: False\ntrain_cfg:\n  model: {model_type: ar_asr.ARASR, module_conf: {}, model_conf: {customize_conf: {}}}\n  optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: ctc_layer}}\n',
    good: 'use_amp: False\ntrain_cfg:\n  model: {model_type: ar_asr.ARASR, module_conf: {}, model_conf: {customize_conf: {ctc_weight: 0.3}}}\n  optim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}, updated_modules: ctc_layer}}\n',
    target: 'speechain',
  },
  *check(context): Iterable<Finding> {
    const { config, speechain } = context;
    if (!speechain || config.linked) return;
    // A resumed run takes its train_cfg from the folder of the run.
    const resume = entryOf(config.expCfg, 'resume')?.value;
    if (resume?.kind === 'bool' && resume.value) return;
    yield* missingModel(config);
    yield* frozenModules(context);
    yield* ctcLayer(config);
  },
};
