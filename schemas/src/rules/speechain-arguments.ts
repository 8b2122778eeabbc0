import { numberOf, stringOf } from '../config/values.js';
import { entryOf } from '../document/value.js';
import { replace } from './edits.js';
import type { Finding, Rule } from './rule.js';

/** SpeeChain takes the port off an address in an exp_cfg, and compares what is left. */
const withoutPort = (url: string) => (url.split(':').length === 3 ? url.slice(0, url.lastIndexOf(':')) : url);

/** Arguments of the experiment with which SpeeChain refuses to start. */
export const speechainArguments: Rule = {
  code: 'optim/speechain-arguments',
  severity: 'error',
  summary: 'SpeeChain does not start with this argument.',
  docs: 'SpeeChain trains on GPUs only: an `ngpu` below 1 is a RuntimeError. Several machines (`dist_url: env://`) are announced in its help and not written yet: NotImplementedError. This project’s runtime ignores both arguments.',
  example: {
    bad: 'ngpu: 0\noptim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'ngpu: 1\noptim_sches: {type: noam.Noamlr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    target: 'speechain',
  },
  *check({ config: { expCfg }, speechain }): Iterable<Finding> {
    if (!speechain) return;
    const ngpu = entryOf(expCfg, 'ngpu')?.value;
    const gpus = numberOf(ngpu);
    if (ngpu && gpus !== undefined && gpus < 1)
      yield {
        span: ngpu.span,
        message: `ngpu is ${gpus}: SpeeChain does not train on a CPU and stops with a RuntimeError. Write 1 or more, or train with this project’s runtime.`,
        fixes: ngpu.via ? [] : [{ title: 'Change to 1', edits: replace(ngpu.span, '1'), preferred: true }],
      };
    const url = entryOf(expCfg, 'dist_url')?.value;
    const address = stringOf(url);
    if (url && address !== undefined && withoutPort(address) === 'env://')
      yield {
        span: url.span,
        message: `dist_url is "${address}": SpeeChain does not train on several machines and stops with NotImplementedError. Remove it; tcp://127.0.0.1 is the default.`,
        fixes: url.via
          ? []
          : [
              {
                title: 'Change to tcp://127.0.0.1',
                edits: replace(url.span, 'tcp://127.0.0.1'),
                preferred: true,
              },
            ],
      };
  },
};
