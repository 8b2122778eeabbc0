import type { OptimSchedulerConf } from '../config/config.js';

/** The key, with its value, that has a schedule stepped after each epoch, where it can be and is not. */
export function perEpochKey({
  schedulerConf,
}: OptimSchedulerConf): { key: string; value: string } | undefined {
  if (schedulerConf?.interval === 'step') return { key: 'interval', value: 'epoch' };
  return schedulerConf?.t_in_epochs === false ? { key: 't_in_epochs', value: 'true' } : undefined;
}
