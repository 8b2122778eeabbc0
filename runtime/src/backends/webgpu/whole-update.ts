import type { Variable } from '#tf';
import type { ParameterStep, UpdateGuard, WholeUpdate } from '../fused.js';
import { Arena, rowBytes, rowsOf } from './arena.js';
import type { WebGpuDevice } from './device.js';
import { controlOf } from './guard.js';
import { List } from './list.js';
import { rowsAcross, type ShaderKernel, updateShader, updateShaders } from './wgsl/updates.js';

/**
 * The update of all parameters of one optimizer in one dispatch. From the first step on they and their states lie in shared buffers: one
 * of the parameters and one of each state, or several of each where an adapter binds less at once.
 */
export function wholeUpdate(
  device: WebGpuDevice,
  kernel: ShaderKernel,
  parameters: readonly Variable[],
): WholeUpdate {
  const groups = split(parameters, device.places.backend.device.limits.maxStorageBufferBindingSize).map(
    (part) => new Group(device, kernel, part),
  );
  return {
    step(updates, guard) {
      for (const group of groups) group.step(updates, guard);
      // Also what the lists of this step are for is on its way then, and the next step may change them.
      device.shaders.submit();
    },
    dispose() {
      for (const group of groups) group.dispose();
    },
  };
}

/** The numbers of the parameters from one to before another. */
interface Part {
  readonly from: number;
  readonly sizes: readonly number[];
}

/** As many parameters in each part as an adapter binds at once. */
function split(parameters: readonly Variable[], most: number): Part[] {
  const parts: { from: number; sizes: number[] }[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [index, { size }] of parameters.entries()) {
    const own = rowsOf(size) * rowBytes;
    if (bytes + own > most) {
      parts.push({ from: index, sizes: [] });
      bytes = 0;
    }
    parts.at(-1)?.sizes.push(size);
    bytes += own;
  }
  return parts;
}

/** Parameters that lie in one buffer. */
class Group {
  readonly #device: WebGpuDevice;
  readonly #kernel: ShaderKernel;
  readonly #part: Part;
  readonly #parameters: Arena;
  /** One of each state that is in use; made when the first tensor of it is. */
  readonly #states: (Arena | undefined)[] = [];
  readonly #rows: List;
  readonly #numbers: List;

  constructor(device: WebGpuDevice, kernel: ShaderKernel, part: Part) {
    this.#device = device;
    this.#kernel = kernel;
    this.#part = part;
    this.#parameters = new Arena(device.places, part.sizes);
    this.#rows = new List(device);
    this.#numbers = new List(device);
  }

  step(all: readonly ParameterStep[], guard: UpdateGuard | undefined): void {
    const { from, sizes } = this.#part;
    const updates = all.filter(({ index }) => index >= from && index < from + sizes.length);
    if (updates.length === 0) return;
    for (const { index, parameter, states } of updates) {
      this.#parameters.hold(index - from, parameter);
      for (const [order, state] of states.entries()) {
        if (state === undefined) continue;
        this.#states[order] ??= new Arena(this.#device.places, sizes);
        this.#states[order].hold(index - from, state);
      }
    }
    const { buffer, rows } = this.#device.gradients.with(updates.map(({ gradient }) => gradient));
    if (rows === 0) return;
    const used = updateShaders[this.#kernel].states.map((_, order) => this.#states[order] !== undefined);
    const states = this.#states.flatMap((arena) => (arena === undefined ? [] : [{ buffer: arena.buffer }]));
    const lists = this.#lists(updates);
    const control = guard && controlOf(this.#device, guard);
    this.#device.shaders.run(
      `${this.#kernel} ${used.join()}${control === undefined ? '' : ' guarded'}`,
      () => updateShader(this.#kernel, used, control !== undefined),
      [
        { buffer, size: rows * rowBytes },
        this.#rows.with(lists.rows),
        this.#numbers.with(lists.numbers),
        { buffer: this.#parameters.buffer },
        ...states,
        ...(control === undefined ? [] : [control]),
      ],
      [Math.min(rows, rowsAcross), Math.ceil(rows / rowsAcross)],
    );
  }

  /** For each row of the gradients that of its parameter and which numbers it takes; and the numbers. */
  #lists(updates: readonly ParameterStep[]): { rows: Uint32Array; numbers: Float32Array } {
    const sets = new Map<readonly number[], number>();
    const rows: number[] = [];
    for (const { index, gradient, numbers } of updates) {
      let set = sets.get(numbers);
      if (set === undefined) {
        set = sets.size;
        sets.set(numbers, set);
      }
      const first = this.#parameters.rowOf(index - this.#part.from);
      for (let row = 0; row < rowsOf(gradient.size); row++) rows.push(first + row, set);
    }
    return { rows: Uint32Array.from(rows), numbers: Float32Array.from([...sets.keys()].flat()) };
  }

  dispose(): void {
    for (const arena of [this.#parameters, ...this.#states]) arena?.dispose();
    this.#rows.dispose();
    this.#numbers.dispose();
  }
}
