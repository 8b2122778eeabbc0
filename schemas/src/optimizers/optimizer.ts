import type * as z from 'zod';
import type { Reference } from '../fields.js';

/** Options that torch refuses in this combination, though each is right alone. */
export interface Conflict {
  /** The option to look at first. */
  readonly path: readonly [option: string, ...rest: (string | number)[]];
  readonly message: string;
}

/** One class of torch.optim: its options with torch's defaults, and the ranges that torch itself enforces. */
export interface Optimizer<Options extends z.ZodObject = z.ZodObject> {
  /** The class name, as `optim_type` spells it. */
  readonly type: string;
  /** `optim_conf`: every keyword argument but `params`. */
  readonly options: Options;
  /** The combinations of options that torch refuses. The options have been validated one by one. */
  check?(options: z.output<Options>): readonly Conflict[];
  readonly summary: string;
  readonly reference?: Reference;
  /** Where torch documents it. */
  readonly docs: string;
  /** The peak learning rates that papers and recipes use with it, for a warning an order of magnitude off. */
  readonly usualLr: readonly [low: number, high: number];
  /** What the scheduled learning rate does here, where it is not simply the size of each step. */
  readonly scheduleEffect?: string;
  /** What makes it unusable for dense training with a plain `step()`, and what to take instead. */
  readonly limitation?: {
    readonly why: string;
    readonly instead: string;
    readonly kind: 'closure' | 'sparse' | 'matrices';
  };
}

/** Why an optimizer cannot be used and what to take instead, for a reader; undefined for one without a limitation. */
export function limitationText({
  type,
  limitation,
}: Pick<Optimizer, 'type' | 'limitation'>): string | undefined {
  if (limitation === undefined) return undefined;
  return `${type} cannot be used here: ${limitation.why}. Use ${limitation.instead} instead.`;
}

/** Keeps the types of one optimizer's options together; returns its argument. */
export function defineOptimizer<Options extends z.ZodObject>(
  optimizer: Optimizer<Options>,
): Optimizer<Options> {
  return optimizer;
}
