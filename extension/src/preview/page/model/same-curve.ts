import type { CurveAnswer } from 'optim-sches-language-server/protocol';

const sameValues = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** Whether two answers draw the same lines. */
export function sameCurve(a: CurveAnswer | undefined, b: CurveAnswer | undefined): boolean {
  if (!a || !b) return a === b;
  const names = Object.keys(a.optimizers);
  return (
    a.steps === b.steps &&
    a.stepsPerEpoch === b.stepsPerEpoch &&
    sameValues(names, Object.keys(b.optimizers)) &&
    names.every((name) => {
      const [one, other] = [a.optimizers[name], b.optimizers[name]];
      return one && other && sameValues(one.steps, other.steps) && sameValues(one.lr, other.lr);
    })
  );
}
