import type { Tensor } from '#tf';
import * as tf from '#tf';
import type { GradientRequest } from '../autograd.js';
import type { Evaluation, UpdateRule } from '../optimizers/update-rule.js';
import { AccumulatedGradients, clipFactor, gradientNorm } from './gradients.js';

/**
 * The losses of a request added up over all micro-steps of the real step that is under way, times its scale, and their
 * gradients in the order of its variables, at the present parameters. The receiver frees the tensors.
 */
export type EvaluateRealStep = (
  request: GradientRequest,
) => Promise<{ readonly loss: number; readonly gradients: readonly (Tensor | null)[] }>;

/** An update by an optimizer that evaluates the losses itself. */
export interface ClosureUpdate {
  /** Who updates, and when, for messages: `"main" in real step 3`. */
  readonly label: string;
  readonly minimize: NonNullable<UpdateRule['minimize']>;
  /** Names of the request's variables. */
  readonly names: readonly string[];
  readonly request: GradientRequest;
  readonly evaluate: EvaluateRealStep | undefined;
  readonly lr: number;
  readonly gradClip: number;
  readonly gradNormType: number;
}

export interface ClosureOutcome {
  /** Norm of the gradients before the update and before clipping. */
  readonly gradNorm: number;
  /** What was infinite or NaN where the update began, so that there was none. */
  readonly notFinite?: 'loss' | 'grad_norm';
}

interface Clipped extends Evaluation {
  readonly gradNorm: number;
}

/**
 * Runs the update unless the losses or their gradients are not finite where it begins. What an optimizer makes of such
 * values farther on is its own affair, but when it leaves parameters that are not finite, this throws. Gradients are
 * clipped at every evaluation.
 */
export async function updateByClosure(update: ClosureUpdate): Promise<ClosureOutcome> {
  const first = await evaluate(update);
  const { loss, gradNorm } = first;
  if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
    tf.dispose([...first.gradients.values()]);
    return { gradNorm, notFinite: Number.isFinite(loss) ? 'grad_norm' : 'loss' };
  }
  let known: Clipped | undefined = first;
  const next = async (): Promise<Evaluation> => {
    const evaluation = known ?? (await evaluate(update));
    known = undefined;
    return evaluation;
  };
  await update.minimize(next, update.lr);
  if (Number.isFinite(await gradientNorm(update.request.variables, 2))) return { gradNorm };
  throw new Error(
    `The optimizer of ${update.label} met losses that are infinite or NaN and ruined the parameters, as it does in torch. Training stops here; the last checkpoint is whole. Try a lower learning rate, or line_search_fn: strong_wolfe.`,
  );
}

async function evaluate(update: ClosureUpdate): Promise<Clipped> {
  const { names, request, evaluate, gradClip, gradNormType } = update;
  if (evaluate === undefined)
    throw new Error(
      `The optimizer of ${update.label} evaluates the losses several times in one update: give step() an "evaluate".`,
    );
  const { loss, gradients } = await evaluate(request);
  const own = new AccumulatedGradients();
  for (const [index, gradient] of gradients.entries()) if (gradient) own.add(names[index] ?? '', gradient);
  const gradNorm = await gradientNorm(own.tensors.values(), gradNormType);
  const factor = Number.isFinite(gradNorm) ? clipFactor(gradNorm, gradClip) : 1;
  if (factor !== 1) own.scale(factor);
  return { loss, gradients: own.tensors, gradNorm };
}
