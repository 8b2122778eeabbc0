import * as z from 'zod';
import type { Reference } from '../fields.js';
import { wrongType } from '../messages.js';

/** Options that torch refuses in this combination, though each is right alone. */
export interface Conflict {
  /** The option to look at first. */
  readonly path: readonly [option: string, ...rest: (string | number)[]];
  readonly message: string;
}

/** What a class of torch.optim says of itself beside the schema of its options. */
interface OptimizerFacts<Options extends z.ZodObject> {
  /** The class name, as `optim_type` spells it. */
  readonly type: string;
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

/** One class of torch.optim: its options with torch's defaults, and the ranges that torch itself enforces. */
export interface Optimizer<Options extends z.ZodObject = z.ZodObject> extends OptimizerFacts<Options> {
  /** `optim_conf`: every keyword argument but `params`. */
  readonly options: Options;
}

/** An optimizer as its file writes it. */
interface OptimizerDefinition<Shape extends z.ZodRawShape> extends OptimizerFacts<OptionsObject<Shape>> {
  /** Its options, made when they are first asked for. */
  readonly options: () => Shape;
}

type OptionsObject<Shape extends z.ZodRawShape> = z.ZodObject<Shape, z.core.$strict>;

/** Why an optimizer cannot be used and what to take instead, for a reader; undefined for one without a limitation. */
export function limitationText({
  type,
  limitation,
}: Pick<Optimizer, 'type' | 'limitation'>): string | undefined {
  if (limitation === undefined) return undefined;
  return `${type} cannot be used here: ${limitation.why}. Use ${limitation.instead} instead.`;
}

/** The optimizer of a definition. The schema of its options is made when it is first asked for. */
export function defineOptimizer<Shape extends z.ZodRawShape>(
  definition: OptimizerDefinition<Shape>,
): Optimizer<OptionsObject<Shape>> {
  let made: OptionsObject<Shape> | undefined;
  return {
    ...definition,
    get options() {
      made ??= optionsOf(definition.type, definition.options());
      return made;
    },
  };
}

/** `optim_conf` with these options, refusing others in torch's words. */
function optionsOf<Shape extends z.ZodRawShape>(type: string, shape: Shape): OptionsObject<Shape> {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys')
        return wrongType('optim_conf', 'a mapping (use {} for the defaults)')(issue);
      const keys = issue.keys as string[];
      if (keys.includes('params'))
        return `params is filled in with the model's own parameters (torch: got multiple values for keyword argument 'params'). Remove it; choose modules with updated_modules.`;
      const listed = keys.map((key) => `"${key}"`).join(', ');
      return `${listed} ${keys.length === 1 ? 'is not an argument' : 'are not arguments'} of torch.optim.${type}, which stops with a TypeError. It takes ${Object.keys(shape).join(', ')}.`;
    },
  });
}
