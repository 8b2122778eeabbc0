import { numberOf } from '../config/values.js';
import type { Value } from '../document/value.js';
import { entryOf } from '../document/value.js';
import type { Finding, Rule } from './rule.js';

/** Values of the experiment that run, and do something nobody wants. */
export const experimentValues: Rule = {
  code: 'optim/harmful-value',
  severity: 'warning',
  summary: 'A value is accepted and harms the training.',
  docs: 'Nothing checks `grad_clip` and `ft_factor`: a clip of 0 makes every gradient 0, a negative one turns gradients around, an `ft_factor` of 0 stops the learning, a negative one climbs the loss.',
  example: {
    bad: 'grad_clip: -1.0\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
    good: 'grad_clip: 5.0\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}}}\n',
  },
  *check({ config: { expCfg } }): Iterable<Finding> {
    const at = (key: string): { value: number; node: Value } | undefined => {
      const node = entryOf(expCfg, key)?.value;
      const value = numberOf(node);
      return node && value !== undefined ? { value, node } : undefined;
    };
    const clip = at('grad_clip');
    if (clip && clip.value <= 0)
      yield {
        span: clip.node.span,
        message:
          clip.value < 0
            ? `grad_clip is ${clip.value}: a negative threshold turns every gradient around, and the loss would be climbed. Write a positive number.`
            : 'grad_clip is 0: every gradient would be scaled to zero, and nothing would be learned. Write a positive number.',
      };
    const factor = at('ft_factor');
    if (factor && factor.value <= 0)
      yield {
        span: factor.node.span,
        message: `ft_factor is ${factor.value}: every learning rate is multiplied by it, so ${factor.value === 0 ? 'nothing would be learned' : 'the loss would be climbed'}. Write a number greater than 0 (1.0 for none).`,
      };
  },
};
