import type { Curve, CurveFacts } from '@optim-sches/schemas';

/** JSON has no infinity and no NaN: they are written as these strings. */
const numberJson = (value: number): string =>
  Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value));

const replaceNumbers = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

// A curve of ten million steps as one string would near the longest that there is.
const chunkLength = 10_000;

function* listJson(values: Float64Array): Generator<string> {
  yield '[';
  for (let at = 0; at < values.length; at += chunkLength) {
    const chunk = Array.from(values.subarray(at, at + chunkLength), numberJson).join(',');
    yield at === 0 ? chunk : `,${chunk}`;
  }
  yield ']';
}

const factsJson = (facts: CurveFacts) => JSON.stringify(facts, replaceNumbers);

/** The optimizers of a curve as a JSON object by name, in pieces; with their step numbers when `steps` is true. */
export function* optimizersJson(curve: Curve, steps: boolean): Generator<string> {
  yield '{';
  for (const [index, optimizer] of curve.optimizers.entries()) {
    if (index > 0) yield ',';
    yield `${JSON.stringify(optimizer.name)}:{"type":${JSON.stringify(optimizer.type)},"lr":`;
    yield* listJson(optimizer.lr);
    if (steps) {
      yield ',"steps":';
      yield* listJson(optimizer.steps);
    }
    if (optimizer.assumed) yield `,"assumed":${JSON.stringify(optimizer.assumed)}`;
    yield `,"facts":${factsJson(optimizer.facts)}}`;
  }
  yield '}';
}
