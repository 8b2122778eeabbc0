import type { Tensor, Variable } from '#tf';

/** The update rules of which a backend may have a kernel. */
export const updateKernels = [
  'adadelta',
  'adagrad',
  'adam',
  'adamax',
  'asgd',
  'nadam',
  'radam',
  'rmsprop',
  'rprop',
  'sgd',
] as const;

export type UpdateKernel = (typeof updateKernels)[number];

/**
 * Takes the numbers of an update, and answers what updates one parameter with them, until the next call of any other
 * kernel. The parameter and the state tensors are changed in place; one that the options do not use is undefined.
 */
export type FusedUpdate = (
  numbers: readonly number[],
) => (parameter: Variable, gradient: Tensor, states: readonly (Tensor | undefined)[]) => void;

/** One parameter's part of an update of all parameters of an optimizer. */
export interface ParameterStep {
  /** Its place in the list of parameters. */
  readonly index: number;
  /** Changed in place. */
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** Changed in place; one that the options do not use is undefined. */
  readonly states: readonly (Tensor | undefined)[];
  /** The same list for all parameters with the same numbers. */
  readonly numbers: readonly number[];
}

/** What updates all parameters of an optimizer at once. */
export interface WholeUpdate {
  /** One update of those that have a gradient. */
  step(updates: readonly ParameterStep[]): void;
  /** Frees what it has made; parameters and states keep their values. */
  dispose(): void;
}

/** One parameter's part of an update of Adafactor: `src/optimizers/adafactor.ts` says what the numbers are. */
export interface AdafactorUpdate {
  /** Changed in place. */
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** Changed in place: the first two for a parameter with two dimensions or more, else the last. */
  readonly states: {
    readonly row_var?: Tensor;
    readonly col_var?: Tensor;
    readonly variance?: Tensor;
  };
  readonly numbers: Readonly<
    Record<'sign' | 'decay' | 'moves' | 'floor' | 'smallestScale' | 'relativeStep' | 'd', number>
  >;
}

/** One matrix's part of an update of Muon: `src/optimizers/muon.ts` says what the numbers are. */
export interface MuonUpdate {
  /** Changed in place. */
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** Changed in place. */
  readonly buffer: Tensor;
  readonly nesterov: boolean;
  readonly coefficients: readonly [a: number, b: number, c: number];
  readonly numbers: Readonly<
    Record<'momentum' | 'momentumRest' | 'smallestNorm' | 'iterations' | 'decay' | 'lr', number>
  >;
}

/**
 * Update rules that a backend computes in one pass over memory instead of ten tfjs operations. All are optional:
 * src/optimizers takes the plain tfjs path where the backend has none; what the states and numbers of a kernel are is
 * said there, and both paths must agree.
 *
 * They change the parameter and the state tensors **in place** (the same memory, no new tensor). tfjs tensors made by
 * `clone()`, `reshape()` or `tf.variable(tensor)` share memory with their origin, so a snapshot of a parameter has to
 * be read with `data()` or `dataSync()`; a clone would change with it. State tensors must be the optimizer's own, in
 * memory of their own. Numbers are computed by the caller in double precision, as in PyTorch, and rounded to float32 at
 * the border; the gradient is left unchanged and stays the caller's.
 */
export type FusedUpdates = {
  readonly [kernel in UpdateKernel]?: FusedUpdate;
} & {
  /** For backends where a call is dear: an update rule for all of an optimizer's parameters; undefined where it has no kernel. */
  whole?(kernel: UpdateKernel, parameters: readonly Variable[]): WholeUpdate | undefined;
  adafactor?(updates: readonly AdafactorUpdate[]): void;
  muon?(updates: readonly MuonUpdate[]): void;
  /** The scalar product, added up in double precision. */
  dot?(a: Tensor, b: Tensor): number;
  /** Adds `factor` times `x` to `y` in place. */
  addScaled?(y: Tensor, x: Tensor, factor: number): void;
  /** Sum of the squares of all elements, added up in double precision; infinite or NaN when an element is. */
  sumOfSquares?(tensor: Tensor): number;
  /** For backends where reading is dear: the 2-norm of all tensors as one vector; infinite or NaN when an element is. */
  norm?(tensors: readonly Tensor[]): Promise<number>;
};

let current: FusedUpdates = {};

/** The fused update rules of the running backend; an empty object when it has none. */
export function fusedUpdates(): FusedUpdates {
  return current;
}

/** Called by `startBackend` alone. */
export function setFusedUpdates(updates: FusedUpdates): void {
  current = updates;
}
