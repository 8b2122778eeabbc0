import { commonKeys, entryOf, type OptimSchedulerConf, pyRepr, pyStr, toPlain } from '@optim-sches/schemas';

/** The schedule's own keys of `conf`, as plain JavaScript. */
export function ownConf({ conf }: OptimSchedulerConf): Record<string, unknown> {
  const entries = (conf?.entries ?? []).filter(({ key }) => !commonKeys.has(key));
  return Object.fromEntries(entries.map(({ key, value }) => [key, toPlain(value)]));
}

/** The schedule's own keys of `conf` as written: `warmup_steps=4000.0, d_model=None`. */
export function ownText({ conf }: OptimSchedulerConf): string {
  return (conf?.entries ?? [])
    .filter(({ key }) => !commonKeys.has(key))
    .map(({ key, value }) => `${key}=${pyStr(value)}`)
    .join(', ');
}

/** One setting of a built-in schedule: as written, or its default. */
export function settingText(conf: OptimSchedulerConf, key: string): string {
  const entry = entryOf(conf.conf, key);
  if (entry !== undefined) return `${key}=${pyStr(entry.value)}`;
  const value = conf.schedulerConf?.[key];
  return `${key}=${value === null || value === undefined ? 'None' : String(value)}`;
}

/** SpeeChain's `__repr__` of an OptimScheduler. */
export function baseText(conf: OptimSchedulerConf, className: string, extra: string): string {
  const loss = conf.lossEntry === undefined ? 'None' : pyStr(conf.lossEntry.value);
  const parts = [
    `optimizer=${conf.optimType ?? ''}`,
    `optim_loss=${loss}`,
    `updated_modules=${updatedModulesText(conf)}`,
    extra,
  ];
  return `${className}(${parts.filter((part) => part !== '').join(', ')})`;
}

/** SpeeChain wraps a single name into a list. */
function updatedModulesText({ conf }: OptimSchedulerConf): string {
  const value = entryOf(conf, 'updated_modules')?.value;
  if (value === undefined) return 'None';
  const text = pyRepr(value);
  return value.kind === 'str' ? `[${text}]` : text;
}

/** SpeeChain's text for an OptimScheduler with a schedule of the registry; the class name is the one in SpeeChain's code, `Noamlr`. */
export function registryText(conf: OptimSchedulerConf): string {
  const type = conf.scheduler?.speechain ?? conf.scheduler?.type ?? '';
  const settings = conf.scheduler?.repr?.map((key) => settingText(conf, key)).join(', ') ?? ownText(conf);
  return baseText(conf, type.split('.').at(-1) ?? type, settings);
}
