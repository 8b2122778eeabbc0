/**
 * The metric of validation `index` (from 0), for comparing schedules that follow one: it improves by steps of different
 * lengths, with plateaus short and long and small setbacks between them.
 */
export function validations(mode: 'min' | 'max', index: number): number {
  const level = Math.floor(Math.sqrt(index * 3));
  const setback = ((index * 7) % 5) / 1000;
  const loss = 1 / (1 + level) + setback + 0.1;
  return mode === 'min' ? loss : 2 - loss;
}
