import { brief, type OptimSchedulerConf, pyStr, type Value } from '@optim-sches/schemas';

/** An OptimScheduler in an outline: "main — Noamlr · Adam", with a question mark for what is not written yet. */
export function labelOf({ type, optimType }: OptimSchedulerConf, name: string): string {
  return `${name} — ${type?.split('.').at(-1) || '?'} · ${optimType || '?'}`;
}

/** A value in one short line; what has parts is counted. */
export function detailOf(value: Value): string {
  if (value.kind === 'map') return '';
  if (value.kind === 'list' || value.kind === 'tuple') {
    const { items } = value;
    const plain = items.every((item) => !('items' in item) && item.kind !== 'map');
    return plain && items.length <= 6 ? brief(`[${items.map(pyStr).join(', ')}]`) : `${items.length} items`;
  }
  return brief(pyStr(value));
}
