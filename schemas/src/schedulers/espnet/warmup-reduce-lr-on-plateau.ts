import { flag } from '../kinds.js';
import { drivenBy, startPlateau } from '../plateau.js';
import { plateauFields, plateauOptions } from '../plateau-conf.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { warmupDivisor, zeroWarmup } from './warmup-steps.js';

interface State {
  /** Real steps whose warm-up has been done. */
  readonly warmed: number;
  readonly plateau: unknown;
}

/**
 * Linear warm-up and torch's ReduceLROnPlateau, both on the one learning rate in the optimizer: ESPnet's trainer steps
 * the warm-up after each update and the plateau after each validation, so a reduction within the warm-up lasts until
 * the next update.
 */
export const warmupReduceLrOnPlateau = defineScheduler({
  type: 'espnet.WarmupReduceLROnPlateau',
  aliases: ['espnet.warmupreducelronplateau'],
  conf: () => ({
    warmup_steps: warmupDivisor(
      'Length of the warm-up: after so many real steps the learning rate has risen to optim_conf.lr. The first real step still has optim_conf.lr itself.',
    ),
    ...plateauFields(),
    verbose: flag('verbose').default(false).meta({
      description: 'Prints each reduction.',
      noEffect: 'The metrics of the run hold each learning rate.',
    }),
  }),
  summary:
    'Linear warm-up to optim_conf.lr, then a multiplication by factor whenever a validation metric stops improving.',
  formula:
    'lr = optim_conf.lr * t / warmup_steps after t = 1 .. warmup_steps real steps (optim_conf.lr before the first); each plateau: lr = max(lr * factor, min_lr)',
  reference: {
    title: 'ESPnet: espnet2/schedulers/warmup_reducelronplateau.py',
    url: 'https://github.com/espnet/espnet/blob/master/espnet2/schedulers/warmup_reducelronplateau.py',
  },
  stateless: false,
  example: {
    conf: { warmup_steps: 3000, factor: 0.5, patience: 2 },
    lr: 1e-3,
    steps: 20_000,
    stepsPerEpoch: 1000,
  },
  warmupEnd: ({ warmup_steps }) => (warmup_steps > 0 ? Math.floor(warmup_steps) + 1 : undefined),
  metric: drivenBy,
  check: zeroWarmup,
  start(conf, { lr }) {
    const slope = lr * conf.warmup_steps ** -1;
    const warmup = Math.floor(conf.warmup_steps);
    const plateau = startPlateau(plateauOptions(conf), lr);
    let warmed = 0;
    return {
      lr(step) {
        const reached = Math.min(stepsDone(step), warmup);
        if (reached > warmed) {
          plateau.lr = slope * reached;
          warmed = reached;
        }
        return plateau.read(step.metrics);
      },
      state: (): State => ({ warmed, plateau: plateau.state() }),
      loadState(state) {
        const saved = state as State;
        warmed = saved.warmed;
        plateau.loadState(saved.plateau);
      },
    };
  },
});
