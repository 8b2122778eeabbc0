/** How a running total goes along an axis. */
export interface Cumulative {
  readonly operation: '+' | '*';
  /** True leaves the element itself out. */
  readonly exclusive: boolean;
  /** True goes from the end to the beginning. */
  readonly reverse: boolean;
  readonly type: 'f32' | 'i32';
}

/** Threads of a workgroup, one for each line along the axis. */
export const cumulativeLanes = 64;

/**
 * Running sums or products along the middle axis of [outer, length, inner], one after the other as on a processor. Bindings: 0 the
 * numbers, 1 the result, 2 outer, length and inner.
 */
export const cumulativeShader = ({ operation, exclusive, reverse, type }: Cumulative): string => /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
@group(0) @binding(2) var<storage, read> shape: array<i32>;

@compute @workgroup_size(${cumulativeLanes})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let line = id.y * groups.x * ${cumulativeLanes}u + id.x;
  let length = u32(shape[1]);
  let inner = u32(shape[2]);
  if (line >= u32(shape[0]) * inner) { return; }
  let first = line / inner * length * inner + line % inner;
  var total = ${type}(${operation === '+' ? 0 : 1});
  for (var step = 0u; step < length; step += 1u) {
    let at = first + ${reverse ? '(length - 1u - step)' : 'step'} * inner;
    ${exclusive ? 'y[at] = total;' : ''}
    total = total ${operation} x[at];
    ${exclusive ? '' : 'y[at] = total;'}
  }
}`;
