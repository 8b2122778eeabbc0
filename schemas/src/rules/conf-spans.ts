import type { OptimSchedulerConf } from '../config/config.js';
import type { Entry, Span } from '../document/value.js';
import { entryOf } from '../document/value.js';

const spanOf = (entry: Entry | undefined): Span | undefined =>
  // An empty value has no text to underline: its key stands for it.
  entry && (entry.value.span.end > entry.value.span.start ? entry.value.span : entry.keySpan);

/** Where a key of `conf` has its value; the schedule's `type` where the key is not written. */
export const confSpan = ({ conf, typeNode }: OptimSchedulerConf, key: string | undefined): Span | undefined =>
  (key === undefined ? undefined : spanOf(entryOf(conf, key))) ?? typeNode?.span;

/** Where the length of the warm-up is written, whatever the schedule calls it; else the schedule's `type`. */
export function warmupSpan({ conf, scheduler, typeNode }: OptimSchedulerConf): Span | undefined {
  const written = conf?.entries.filter(
    ({ key, value }) =>
      key.includes('warm') &&
      Object.hasOwn(scheduler?.conf.shape ?? {}, key) &&
      (value.kind === 'int' || value.kind === 'float' || value.kind === 'list') &&
      !/lr|scale|start|prefix/.test(key),
  );
  return spanOf(written?.[0]) ?? typeNode?.span;
}
