import type { OptimSchedulerConf } from '../config/config.js';
import { entryOf } from '../document/value.js';
import { removeEntry } from './edits.js';
import type { Finding, Rule } from './rule.js';
import { setHere } from './set-here.js';

/** Begins in the middle of a sentence: `The peak is …` becomes `the peak is …`, `T_max …` stays. */
const continued = (sentence: string) => sentence.replace(/^[A-Z](?=[a-z]* )/, (first) => first.toLowerCase());

/** The key without which `lr` would have an effect; undefined where it never has one. */
function overruledBy({ scheduler, schedulerConf, conf }: OptimSchedulerConf) {
  const key = Object.keys(schedulerConf ?? {}).find((each) => {
    const { [each]: _, ...rest } = schedulerConf ?? {};
    const parsed = scheduler?.conf.safeParse(rest);
    return parsed?.success && scheduler?.ignoresLr?.(parsed.data) === undefined;
  });
  return key === undefined ? undefined : entryOf(conf, key);
}

/** optim_conf.lr beside a schedule that takes its learning rates from elsewhere. */
export const ignoredLr: Rule = {
  code: 'optim/ignored-lr',
  severity: 'information',
  summary: '`optim_conf.lr` has no effect with this schedule.',
  docs: 'Some schedules take their learning rates from their own keys: Noam with `d_model` (peak d_model^-0.5 * warmup_steps^-0.5), OneCycleLR from `max_lr`, CyclicLR from `base_lr` and `max_lr`. The `lr` of the optimizer is then overwritten before the first update. Remove it, so that nobody takes it for the learning rate.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}, d_model: 512}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}}}\n',
  },
  *check({ config }): Iterable<Finding> {
    if (config.linked) return;
    for (const one of config.optimSchedulers) {
      const { scheduler, schedulerConf, optimConf } = one;
      const lr = entryOf(optimConf, 'lr');
      const why = schedulerConf && scheduler?.ignoresLr?.(schedulerConf);
      if (!why || !lr || !optimConf) continue;
      // A schedule may say itself what else can be done.
      const advice = why.includes('Remove lr') ? '' : ' Remove lr.';
      yield {
        span: lr.keySpan,
        tag: 'unnecessary',
        ...setHere(overruledBy(one)),
        message: `lr has no effect: ${continued(why)}${advice}`,
        fixes: [{ title: 'Remove lr', edits: removeEntry(config.document.text, optimConf, lr) }],
      };
    }
  },
};
