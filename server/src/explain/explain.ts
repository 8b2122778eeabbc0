import {
  commonConf,
  entryOf,
  type Fields,
  keyFacts,
  type MapValue,
  type OptimSchedulerConf,
  type Span,
  toPlain,
  type Value,
} from '@optim-sches/schemas';
import type { ExplainedKey, ExplainedOrigin, Explanation } from '../protocol.js';
import type { Analysis } from '../session/analysis.js';
import { originOf } from '../text/origin.js';

/** Every key of every OptimScheduler with its value, written or default, and where it comes from. */
export function explain(analysis: Analysis): Explanation {
  const { config, experimentUri } = analysis;
  const { accumGrad, ftFactor, numEpochs, gradClip, gradNormType } = config.experiment;
  return {
    optimSchedulers: config.optimSchedulers.map((one) => ({ name: one.name, keys: keysOf(analysis, one) })),
    experiment: {
      accum_grad: accumGrad,
      ft_factor: ftFactor,
      num_epochs: numEpochs ?? null,
      grad_clip: gradClip,
      grad_norm_type: gradNormType,
    },
    ...(experimentUri === undefined ? {} : { experimentUri }),
  };
}

function keysOf(analysis: Analysis, one: OptimSchedulerConf): ExplainedKey[] {
  const { scheduler, optimizer, conf, optimConf, node, schedulerConf } = one;
  const written = (map: MapValue | undefined, key: string, shown = key): ExplainedKey | undefined => {
    const value = entryOf(map, key)?.value;
    return (
      value && { key: shown, value: toPlain(value), isDefault: false, origin: originIn(analysis, value) }
    );
  };
  const ignored = schedulerConf && scheduler?.ignoresLr?.(schedulerConf);
  const group = (fields: Fields, map: MapValue | undefined, owner: string, prefix = ''): ExplainedKey[] =>
    keyFacts(fields).map(({ name, required, value, unit, noEffect }) => {
      const shown = prefix + name;
      const effect = shown === 'optim_conf.lr' ? (ignored ?? noEffect) : noEffect;
      const origin: ExplainedOrigin = required
        ? { from: 'missing', words: `${owner} has no default for it` }
        : { from: 'default', words: `default of ${owner}` };
      return {
        ...(written(map, name, shown) ?? { key: shown, value: value ?? null, isDefault: !required, origin }),
        ...(unit === undefined ? {} : { unit }),
        ...(effect === undefined ? {} : { noEffect: effect }),
      };
    });
  /** Keys that nobody describes: a user's own schedule has some. */
  const others = (map: MapValue | undefined, known: readonly (Fields | undefined)[], prefix = '') =>
    (map?.entries ?? []).flatMap(({ key }) =>
      known.some((fields) => fields && Object.hasOwn(fields.shape, key))
        ? []
        : (written(map, key, prefix + key) ?? []),
    );
  const common = group(commonConf, conf, 'every OptimScheduler').filter(
    // One spelling of the losses is enough.
    ({ key, isDefault }) =>
      key !== 'optim_conf' &&
      !(key === 'optim_loss' && isDefault) &&
      !(key === 'optim_losses' && isDefault && entryOf(conf, 'optim_loss')),
  );
  return [
    ...[written(node, 'type')].flatMap((type) => type ?? []),
    ...common,
    ...(optimizer ? group(optimizer.options, optimConf, `torch.optim.${optimizer.type}`, 'optim_conf.') : []),
    ...others(optimConf, [optimizer?.options], 'optim_conf.'),
    ...(scheduler ? group(scheduler.conf, conf, scheduler.type) : []),
    ...others(conf, [commonConf, scheduler?.conf]),
  ];
}

function originIn(analysis: Analysis, value: Value): ExplainedOrigin {
  const origin = originOf(analysis, value);
  // The file that train_cfg names has its own lines.
  const place = (span: Span) =>
    analysis.config.linked
      ? { ...(analysis.linkedUri === undefined ? {} : { uri: analysis.linkedUri }) }
      : { range: analysis.range(span) };
  if (!origin) return { from: 'file', words: '', ...place(value.span) };
  return { from: origin.via, words: origin.written, ...place(origin.source ?? value.span) };
}
