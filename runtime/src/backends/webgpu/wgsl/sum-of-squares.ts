import { rowSize } from '../arena.js';

/** Sums that one dispatch leaves, one of each workgroup. */
export const partialSums = 256;
const lanes = 256;

/**
 * The sum of the squares of a buffer's numbers, in one part of each workgroup: the sum, and beside it whether a number is infinite (1)
 * or no number (2). The bits tell that: a shader may be compiled as if there were no such numbers. Bindings: 0 the numbers, 1 the sums.
 */
export const sumOfSquaresShader = /* wgsl */ `
@group(0) @binding(0) var<storage, read> numbers: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> sums: array<vec2f>;

var<workgroup> parts: array<vec2f, ${lanes}>;

@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  var bad = 0.0;
  for (var at = group.x * ${lanes}u + lane; at < arrayLength(&numbers); at += ${partialSums * lanes}u) {
    let x = numbers[at];
    sum += dot(x, x);
    let bits = bitcast<vec4u>(x) & vec4u(0x7fffffffu);
    if (any(bits > vec4u(0x7f800000u))) { bad = 2.0; }
    else if (any(bits == vec4u(0x7f800000u))) { bad = max(bad, 1.0); }
  }
  parts[lane] = vec2f(sum, bad);
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      let other = parts[lane + half];
      parts[lane] = vec2f(parts[lane].x + other.x, max(parts[lane].y, other.y));
    }
  }
  if (lane == 0u) { sums[group.x] = parts[0]; }
}`;

/** Workgroups that have something to do for so many rows. */
export const sumGroups = (rows: number): number =>
  Math.max(1, Math.min(partialSums, Math.ceil((rows * rowSize) / (4 * lanes))));
