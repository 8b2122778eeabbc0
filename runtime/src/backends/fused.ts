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
  /** One update of those that have a gradient. With a guard of the same backend, the device does it only where the guard lets it. */
  step(updates: readonly ParameterStep[], guard?: UpdateGuard): void;
  /** Frees what it has made; parameters and states keep their values. */
  dispose(): void;
}

/** What a guarded update came to. */
export interface GuardOutcome {
  /** `held back`: not done since one of a step before was not. */
  readonly state: 'done' | 'loss not finite' | 'gradients not finite' | 'held back';
  /** The 2-norm of the gradients before clipping. */
  readonly norm: number;
}

/** The device's own decision on an update: nobody waits for the losses and the norm before it is under way. */
export interface UpdateGuard {
  /** What it came to, once the device has come to it; asked for once or more, for otherwise what holds it is not freed. */
  readonly outcome: Promise<GuardOutcome>;
}

/** What a guard looks at. */
export interface Guarded {
  /** The training step, above 0: once an update was not done, those of later steps are held back. */
  readonly step: number;
  /** The losses that have to be finite, in one tensor. */
  readonly losses: Tensor;
  readonly gradients: readonly Tensor[];
  /** The gradients are scaled to this norm at most, as `clipFactor` does it. */
  readonly clip: number;
}

/** For devices that compute while we go on: updates that they decide on by themselves. */
export interface UpdateGuards {
  /** Whether a reading goes on beside us. Where it does not, it is asked for when the next step is ready to be sent. */
  readonly readsAhead: boolean;
  /** Begins to look; the `step` of a `WholeUpdate` with the guard has to follow. */
  guard(guarded: Guarded): UpdateGuard;
  /** Ends the holding back of updates. */
  release(): void;
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
  /** Where a `WholeUpdate` takes guards. */
  readonly guards?: UpdateGuards;
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
