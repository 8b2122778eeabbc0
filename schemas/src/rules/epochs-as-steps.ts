import type { OptimSchedulerConf } from '../config/config.js';
import type { Span } from '../document/value.js';
import { entryOf } from '../document/value.js';
import type { Fix } from '../problem.js';
import { confSpan } from './conf-spans.js';
import { addEntry, replace, respell } from './edits.js';
import { perEpochKey } from './per-epoch-key.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { misfitOf, trainingLength, trainingWords } from './schedule-length.js';

/** The fix that has the schedule stepped after each epoch, for a schedule that can be. */
function perEpoch(one: OptimSchedulerConf, { config }: RuleContext): Fix[] {
  const { conf } = one;
  const change = perEpochKey(one);
  if (!conf || !change) return [];
  const { key, value } = change;
  const { text } = config.document;
  const written = entryOf(conf, key);
  // What an alias or a reference brings here is written elsewhere, for others too.
  if (conf.via || written?.value.via) return [];
  const rewrite = value === 'true' ? replace : (...args: [Span, string]) => respell(text, ...args);
  const edits = written ? rewrite(written.value.span, value) : addEntry(text, conf, key, value);
  return [{ title: `Step it once an epoch (${key}: ${value})`, edits, preferred: true }];
}

/** A schedule with numbers of epochs that is stepped at every real step. */
export const epochsAsSteps: Rule = {
  code: 'optim/epochs-as-steps',
  severity: 'warning',
  summary: 'The schedule counts real steps, but its numbers are epochs.',
  docs: 'In many toolkits a scheduler is stepped once an epoch, and its numbers count epochs: `T_max: 100` for 100 epochs. Here, as in a recipe that steps it after each update, they count real steps, and the schedule is over within the first epoch. Schedules of torch have a key for it, `interval: epoch`, and those of timm `t_in_epochs: true`. For the others write the lengths in real steps. Reported where the training has at least ten times more real steps than epochs, and everything that the schedule does is over within as many real steps as there are epochs; and for a decay without such a number (`torch.ExponentialLR`) where it leaves nothing of the learning rate well before the end.',
  example: {
    bad: '# 1000 steps an epoch\nnum_epochs: 100\noptim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, step_size: 30}}\n',
    good: '# 1000 steps an epoch\nnum_epochs: 100\noptim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, step_size: 30, interval: epoch}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    const { realSteps, epochs } = trainingLength(context);
    if (realSteps === undefined || epochs === undefined) return;
    for (const one of context.config.optimSchedulers) {
      const misfit = misfitOf(one, context);
      const span = misfit?.kind === 'epochs-as-steps' ? confSpan(one, misfit.key) : undefined;
      if (misfit?.kind !== 'epochs-as-steps' || !span) continue;
      const { key, at } = misfit;
      const fixes = perEpoch(one, context);
      const training = `the training has ${trainingWords(context)}`;
      const inSteps = Math.round((at * realSteps) / epochs);
      const over = Math.ceil((at * epochs) / realSteps);
      const within = over === 1 ? 'the first' : `the first ${over}`;
      const change = `write ${key} in real steps: ${at} epochs are ${inSteps}`;
      const instead = perEpochKey(one);
      const perEpochs = instead && `write ${instead.key}: ${instead.value}`;
      yield {
        span,
        fixes,
        message:
          key === undefined
            ? `${one.type} decays at every real step, and ${training}: by real step ${at} nothing is left of the learning rate. For a decay once an epoch ${perEpochs}.`
            : `${key} counts real steps, and ${training}: with ${at} the schedule is over within ${within} of ${epochs} epochs. If ${at} means epochs, ${perEpochs ?? change}.`,
      };
    }
  },
};
