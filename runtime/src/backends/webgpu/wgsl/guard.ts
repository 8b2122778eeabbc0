/** What the first number of a guard's result stands for. */
export const guardStates = ['done', 'loss not finite', 'gradients not finite', 'held back'] as const;

/**
 * Decides on an update. Bindings: 0 the sums of squares (with 1 or 2 beside one that is not finite), 1 the losses, 2 the step and the bits
 * of the norm to clip to, 3 the step since which updates are held back (0: none), 4 the result: which of `guardStates`, the factor of the gradients,
 * their norm, and what is wrong with it as beside the sums. Bits tell what is finite: a shader may be compiled as if everything were.
 */
export const guardShader = /* wgsl */ `
@group(0) @binding(0) var<storage, read> sums: array<vec2f>;
@group(0) @binding(1) var<storage, read> losses: array<u32>;
@group(0) @binding(2) var<storage, read> settings: array<u32>;
@group(0) @binding(3) var<storage, read_write> held: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(1)
fn main() {
  var sum = 0.0;
  var bad = 0.0;
  for (var at = 0u; at < arrayLength(&sums); at++) {
    sum += sums[at].x;
    bad = max(bad, sums[at].y);
    if ((bitcast<u32>(sums[at].x) & 0x7f800000u) == 0x7f800000u) { bad = max(bad, 1.0); }
  }
  var bad_loss = false;
  for (var at = 0u; at < arrayLength(&losses); at++) {
    bad_loss = bad_loss || (losses[at] & 0x7f800000u) == 0x7f800000u;
  }
  let step = settings[0];
  var state = 0.0;
  if (held[0] != 0u && held[0] < step) { state = 3.0; }
  else if (bad_loss) { state = 1.0; }
  else if (bad != 0.0) { state = 2.0; }
  if (state != 0.0 && state != 3.0) { held[0] = step; }
  let norm = sqrt(sum);
  result[0] = state;
  result[1] = min(1.0, bitcast<f32>(settings[1]) / (norm + 1e-6));
  result[2] = norm;
  result[3] = bad;
}`;
