import { rowSize } from '../arena.js';

/** An update rule as a shader: the names of its numbers in the order that src/optimizers gives them, and its arithmetic. */
interface UpdateShader {
  readonly numbers: readonly string[];
  /** The state tensors by the names that `body` knows them by, in the order of src/optimizers. */
  readonly states: readonly string[];
  /**
   * WGSL that changes `p` and the states, which are vectors of four, by the gradient `g`. A state that the options do not use is no
   * variable: `has` says which are.
   */
  body(has: (state: string) => boolean): string;
}

/** torch's `lerp`: from the nearer end. */
const lerp = /* wgsl */ `
fn lerp(a: vec4f, b: vec4f, weight: f32) -> vec4f {
  if (abs(weight) < 0.5) { return a + (b - a) * weight; }
  return b - (b - a) * (1.0 - weight);
}`;

/** The update rules that a shader computes: `src/optimizers` has the same arithmetic in TensorFlow.js's operations. */
export const updateShaders = {
  adam: {
    numbers: [
      'sign',
      'weightDecay',
      'decay',
      'beta1Rest',
      'beta2',
      'beta2Rest',
      'stepSize',
      'biasCorrection2Sqrt',
      'eps',
    ],
    states: ['m', 'v', 'largest'],
    body: (has) => /* wgsl */ `
      p *= decay;
      g *= sign;
      if (weightDecay != 0.0) { g += p * weightDecay; }
      m = lerp(m, g, beta1Rest);
      v = v * beta2 + (g * beta2Rest) * g;
      ${has('largest') ? 'largest = max(largest, v);' : 'let largest = v;'}
      p -= (m * stepSize) / (sqrt(largest) / biasCorrection2Sqrt + eps);`,
  },
  sgd: {
    numbers: ['sign', 'weightDecay', 'first', 'momentum', 'dampeningRest', 'nesterov', 'lr'],
    states: ['buffer'],
    body: (has) => /* wgsl */ `
      g *= sign;
      if (weightDecay != 0.0) { g += p * weightDecay; }
      ${
        has('buffer')
          ? /* wgsl */ `
      if (momentum != 0.0) {
        if (first == 1.0) { buffer = g; } else { buffer = buffer * momentum + g * dampeningRest; }
        if (nesterov == 1.0) { g += buffer * momentum; } else { g = buffer; }
      }`
          : ''
      }
      p -= g * lr;`,
  },
} satisfies Readonly<Record<string, UpdateShader>>;

export type ShaderKernel = keyof typeof updateShaders;

/** Workgroups in one dimension of a dispatch: what every adapter can. */
export const rowsAcross = 65_535;

/**
 * The shader of an update of all parameters: a workgroup for each row of the gradients. Bindings: 0 the gradients, 1 for each of their
 * rows the row of the parameter and which numbers it takes, 2 the numbers, 3 the parameters, from 4 on the states in use, and where the
 * update is guarded, after them what the guard found.
 */
export function updateShader(
  kernel: ShaderKernel,
  usedStates: readonly boolean[],
  isGuarded: boolean,
): string {
  const { numbers, states, body } = updateShaders[kernel] as UpdateShader;
  const used = states.filter((_, index) => usedStates[index] === true);
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(1) var<storage, read> rows: array<vec2u>;
@group(0) @binding(2) var<storage, read> numbers: array<f32>;
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>;
${used.map((name, index) => `@group(0) @binding(${4 + index}) var<storage, read_write> all_${name}: array<vec4f>;`).join('\n')}
${isGuarded ? `@group(0) @binding(${4 + used.length}) var<storage, read> control: array<f32>;` : ''}
${lerp}

@compute @workgroup_size(${rowSize / 4})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * ${rowsAcross}u + group.x;
  if (row >= arrayLength(&rows)) { return; }
  ${isGuarded ? 'if (control[0] != 0.0) { return; }' : ''}
  let at = rows[row].x * ${rowSize / 4}u + lane;
  let first_number = rows[row].y * ${numbers.length}u;
  ${numbers.map((name, index) => `let ${name} = numbers[first_number + ${index}u];`).join('\n  ')}
  var g = gradients[row * ${rowSize / 4}u + lane];
  ${isGuarded ? 'g *= control[1];' : ''}
  var p = parameters[at];
  ${used.map((name) => `var ${name} = all_${name}[at];`).join('\n  ')}
  ${body((name) => used.includes(name))}
  parameters[at] = p;
  ${used.map((name) => `all_${name}[at] = ${name};`).join('\n  ')}
}`;
}
