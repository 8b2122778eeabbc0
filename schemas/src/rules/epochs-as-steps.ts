import type { OptimSchedulerConf } from '../config/config.js';
import { entryOf } from '../document/value.js';
import type { Fix } from '../problem.js';
import { confSpan } from './conf-spans.js';
import { addEntry, respell } from './edits.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { misfitOf, trainingLength, trainingWords } from './schedule-length.js';

/** The fix that has the schedule stepped after each epoch, for a schedule that can be. */
function perEpoch({ conf, scheduler }: OptimSchedulerConf, { config }: RuleContext): Fix[] {
  if (!conf || !scheduler || !Object.hasOwn(scheduler.conf.shape, 'interval')) return [];
  const written = entryOf(conf, 'interval');
  // What an alias or a reference brings here is written elsewhere, for others too.
  if (conf.via || written?.value.via) return [];
  const edits = written
    ? respell(config.document.text, written.value.span, 'epoch')
    : addEntry(config.document.text, conf, 'interval', 'epoch');
  return [{ title: 'Step it once an epoch (interval: epoch)', edits, preferred: true }];
}

/** A schedule with numbers of epochs that is stepped at every real step. */
export const epochsAsSteps: Rule = {
  code: 'optim/epochs-as-steps',
  severity: 'warning',
  summary: 'The schedule counts real steps, but its numbers are epochs.',
  docs: 'In many toolkits a scheduler is stepped once an epoch, and its numbers count epochs: `T_max: 100` for 100 epochs. Here, as in a recipe that steps it after each update, they count real steps, and the schedule is over within the first epoch. Schedules of torch have a key for it: `interval: epoch`. For the others write the lengths in real steps. Reported where the training has at least ten times more real steps than epochs, and everything that the schedule does is over within as many real steps as there are epochs.',
  example: {
    bad: '# 1000 steps an epoch\nnum_epochs: 100\noptim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, step_size: 30}}\n',
    good: '# 1000 steps an epoch\nnum_epochs: 100\noptim_sches: {type: torch.StepLR, conf: {optim_type: SGD, optim_conf: {lr: 0.1}, step_size: 30, interval: epoch}}\n',
  },
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
      yield {
        span,
        fixes,
        message:
          key === undefined
            ? `${one.type} decays at every real step, and ${training}: by real step ${at} nothing is left of the learning rate. For a decay once an epoch write interval: epoch.`
            : `${key} counts real steps, and ${training}: with ${at} the schedule is over within ${within} of ${epochs} epochs. ${fixes.length > 0 ? `If ${at} means epochs, write interval: epoch.` : `If ${at} means epochs, ${change}.`}`,
      };
    }
  },
};
