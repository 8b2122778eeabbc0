/** What a key of a schedule's conf is about, as far as several toolkits have a key for it. */
export type Role = 'warmup' | 'end' | 'epochs' | 'peak' | 'min' | 'rate' | 'period';

const named: Readonly<Record<Role, readonly string[]>> = {
  warmup: [
    'warmup_steps',
    'num_warmup_steps',
    'n_warmup_steps',
    'warmup_num_steps',
    'lr_warmup_steps',
    'warmup_updates',
    'warmup_iters',
    'warmup_batches',
    'warmup_t',
    'warmup',
  ],
  end: [
    'num_training_steps',
    'total_steps',
    'max_steps',
    'total_num_steps',
    'total_num_update',
    'max_update',
    'T_max',
    'total_iters',
    't_initial',
    'lr_decay_steps',
    'lr_decay_iters',
    'first_cycle_steps',
    'lr_period_updates',
  ],
  epochs: ['num_epochs', 'epoch_count'],
  peak: ['max_lr', 'lr', 'lr_initial', 'initial_value', 'initial_lr'],
  min: ['min_lr', 'lr_min', 'eta_min', 'lr_end', 'end_learning_rate', 'final_lr', 'final_value'],
  rate: ['gamma', 'decay_rate', 'lr_decay', 'decay_factor', 'factor', 'lr_shrink', 'annealing_factor'],
  period: ['step_size', 'decay_t', 'lr_deacy_period', 'decay_drop'],
};

const roles = new Map(
  (['warmup', 'end', 'epochs', 'peak', 'min', 'rate', 'period'] as const).flatMap((role) =>
    named[role].map((key) => [key, role] as const),
  ),
);

/** The role of a key; undefined where it has none that other schedules share. */
export const roleOf = (key: string): Role | undefined => roles.get(key);

/** Whether a key has a length, or times, in real steps or epochs: those of an example belong to its own length. */
export const isLength = (key: string): boolean =>
  /steps|milestones|updates|iters|batches|cooldown$|_t$|^(?:T_0|T_max|step_size|t_initial|lr_deacy_period|decay_every|warmup)/.test(
    key,
  );
