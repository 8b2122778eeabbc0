import type { Scalar, TapeNode, Tensor, Variable } from '#tf';
import * as tf from '#tf';

/** One backward pass: which losses are summed, times what, with respect to which variables. */
export interface GradientRequest {
  /** Names of the losses whose sum is differentiated. */
  readonly losses: readonly string[];
  readonly variables: readonly Variable[];
  /** The sum is multiplied by this: 1 / accum_grad, for example. */
  readonly scale: number;
}

export interface LossGradients {
  /** Every loss that `forward` returned. The caller disposes of them. */
  readonly losses: Record<string, Scalar>;
  /**
   * One list for each request, in the order of its variables: the gradient of `scale * sum of losses`, or null where
   * the losses do not depend on the variable (PyTorch's `grad is None`: an optimizer leaves such a parameter and its
   * state alone). The caller disposes of them.
   */
  readonly gradients: (Tensor | null)[][];
}

/**
 * Runs `forward` once and then one backward pass for each request, restricted to what leads from its variables to its
 * losses. Throws when a request names a loss that `forward` did not return, or a loss is not a scalar.
 */
export function lossGradients(
  forward: () => Record<string, Scalar>,
  requests: readonly GradientRequest[],
): LossGradients {
  const engine = tf.engine() as unknown as TapeEngine;
  if (engine.state.gradientDepth > 0) throw new Error('lossGradients cannot run inside another gradient.');
  engine.startTape();
  let losses: Record<string, Scalar>;
  try {
    losses = tf.tidy(forward);
  } catch (error) {
    release(engine.state.activeTape);
    throw error;
  } finally {
    engine.endTape();
  }
  const tape = engine.state.activeTape;
  try {
    const passes = requests.map((request) => plan(tape, losses, request));
    const lastUse = lastUses(passes);
    release(tape.filter((node) => !lastUse.has(node.id)));
    const gradients = passes.map((pass, index) =>
      backward(pass, (node) => {
        if (lastUse.get(node.id) === index) release([node]);
      }),
    );
    return { losses, gradients };
  } catch (error) {
    release(tape);
    tf.dispose(losses);
    throw error;
  }
}

/** The parts of TensorFlow.js's engine that its types hide. */
interface TapeEngine {
  readonly state: { readonly gradientDepth: number; readonly activeTape: TapeNode[] };
  startTape(): void;
  endTape(): void;
}

/** A request with the part of the tape that it walks. */
interface Pass {
  readonly roots: readonly Scalar[];
  readonly scale: number;
  readonly variables: readonly Variable[];
  readonly nodes: readonly TapeNode[];
}

function plan(tape: TapeNode[], losses: Record<string, Scalar>, request: GradientRequest): Pass {
  const roots = request.losses.map((name) => {
    const loss = Object.hasOwn(losses, name) ? losses[name] : undefined;
    if (loss === undefined) {
      throw new Error(
        `The model has no loss "${name}". It returned: ${Object.keys(losses).join(', ') || 'none'}.`,
      );
    }
    if (loss.size !== 1) {
      throw new Error(
        `The loss "${name}" has the shape [${loss.shape.join(', ')}]; a loss must be one number.`,
      );
    }
    return loss;
  });
  return {
    roots,
    scale: request.scale,
    variables: request.variables,
    nodes: path(tape, request.variables, roots),
  };
}

/** The nodes between the variables and any of the losses, in the order they ran. */
function path(tape: TapeNode[], variables: readonly Variable[], roots: readonly Scalar[]): TapeNode[] {
  const nodes = new Map<number, TapeNode>();
  for (const root of new Set(roots)) {
    for (const node of tf.getFilteredNodesXToY(tape, [...variables], root)) nodes.set(node.id, node);
  }
  return [...nodes.values()].sort((a, b) => a.id - b.id);
}

/** For each node on some path, the last pass that walks it. */
function lastUses(passes: readonly Pass[]): Map<number, number> {
  const last = new Map<number, number>();
  passes.forEach((pass, index) => {
    for (const node of pass.nodes) last.set(node.id, index);
  });
  return last;
}

/**
 * TensorFlow.js has its own loop for this, which keeps every intermediate gradient to the end; this one lets go of each
 * as soon as it was used. `done` is called with each node after its turn.
 */
function backward(pass: Pass, done: (node: TapeNode) => void): (Tensor | null)[] {
  return tf.tidy(() => {
    const gradients = new Map<number, Tensor>();
    for (const root of pass.roots) accumulate(gradients, root.id, tf.fill(root.shape, pass.scale));
    for (const node of pass.nodes.toReversed()) {
      for (const [id, gradient] of nodeGradients(node, gradients)) accumulate(gradients, id, gradient);
      for (const output of node.outputs) {
        gradients.get(output.id)?.dispose();
        gradients.delete(output.id);
      }
      done(node);
    }
    // The types of tidy know no null; its code does.
    return pass.variables.map((variable) => gradients.get(variable.id) ?? null) as Tensor[];
  });
}

/** What the gradients of a node's outputs contribute to the gradient of each of its inputs. */
function nodeGradients(node: TapeNode, gradients: ReadonlyMap<number, Tensor>): [id: number, Tensor][] {
  if (node.gradient === undefined || node.gradient === null) {
    throw new Error(
      `TensorFlow.js has no gradient for the operation ${node.kernelName}, which lies between a parameter and its loss. Write it with other operations, or give it one with tf.customGrad.`,
    );
  }
  const ids: number[] = [];
  const contributions = tf.tidy(() => {
    // A node takes null for an output that does not lead to the loss.
    const outputs = node.outputs.map((output) => gradients.get(output.id) ?? null) as Tensor[];
    const byInput = node.gradient?.(outputs) ?? {};
    return Object.entries(node.inputs).map(([name, input]) => {
      const gradient = byInput[name]?.();
      if (gradient === undefined || !tf.util.arraysEqual(gradient.shape, input.shape)) {
        throw new Error(
          `The gradient of ${node.kernelName} for its input "${name}" has the shape [${gradient?.shape}] where the input has [${input.shape}].`,
        );
      }
      ids.push(input.id);
      // Some gradient functions hand back a tensor that they were given or saved; a clone is always ours to dispose of.
      return tf.clone(gradient);
    });
  });
  return contributions.map((gradient, index) => [ids[index] ?? -1, gradient]);
}

function accumulate(gradients: Map<number, Tensor>, id: number, gradient: Tensor): void {
  const before = gradients.get(id);
  if (before === undefined) {
    gradients.set(id, gradient);
    return;
  }
  gradients.set(id, tf.add(before, gradient));
  before.dispose();
  gradient.dispose();
}

/** Lets go of what the nodes kept for their gradients. */
function release(nodes: readonly TapeNode[]): void {
  for (const node of nodes) for (const tensor of node.saved ?? []) tensor.dispose();
}
