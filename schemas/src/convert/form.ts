/** A validated conf with its defaults, and the optimizer's learning rate. */
export interface Source {
  readonly conf: Readonly<Record<string, unknown>>;
  readonly lr: number;
  /** Real steps of the training. */
  readonly steps: number;
  /** Real steps in one epoch. */
  readonly stepsPerEpoch: number;
}

/** A conf to be written. Keys at their default may stand in it: they are left out. */
export interface Target {
  readonly conf: Readonly<Record<string, unknown>>;
  /** `optim_conf.lr`, where it has to be another one. */
  readonly lr?: number;
  /** What changes beside the curve, as sentences. */
  readonly notes?: readonly string[];
}

/** How one schedule says what all schedules of its group are about. */
export interface Form<Shape> {
  readonly type: string;
  /** What a conf means; undefined where it means something that the group has no words for (restarts, noise). */
  read(source: Source): Shape | undefined;
  /** The confs that may have the same curve, the likeliest first; or why there is none, as a sentence. */
  write(shape: Shape): readonly Target[] | string;
}

/** Schedules that can have the same curve. */
export interface Group {
  readonly types: readonly string[];
  /** The confs of `to` for a conf of `from`; undefined where `from` cannot be read. */
  convert(from: string, source: Source, to: string): readonly Target[] | string | undefined;
}

/** Makes a group of its forms. */
export function defineGroup<Shape>(forms: readonly Form<Shape>[]): Group {
  const formOf = (type: string) => forms.find((form) => form.type === type);
  return {
    types: forms.map(({ type }) => type),
    convert(from, source, to) {
      const shape = formOf(from)?.read(source);
      return shape === undefined ? undefined : formOf(to)?.write(shape);
    },
  };
}

/** A number of a conf; NaN where it is none. */
export const num = ({ conf }: Source, key: string): number =>
  typeof conf[key] === 'number' ? conf[key] : Number.NaN;

/** A number of a conf that may be null; undefined then. */
export const optional = ({ conf }: Source, key: string): number | undefined =>
  typeof conf[key] === 'number' ? conf[key] : undefined;

/** A shape, and whether its lengths are epochs rather than real steps. */
export type Timed<Shape> = Shape & { readonly epochs: boolean };

/** The form of a schedule that counts real steps, in a group that has others that move once an epoch. */
export const inRealSteps = <Shape extends object>(form: Form<Shape>): Form<Timed<Shape>> => ({
  type: form.type,
  read(source) {
    const shape = form.read(source);
    return shape && { ...shape, epochs: false };
  },
  write: (shape) => (shape.epochs ? countsSteps(form.type) : form.write(shape)),
});

/** The key of torch's schedules that move once an epoch; real steps are the default. */
export const perEpoch = (epochs: boolean) => (epochs ? { interval: 'epoch' } : {});

/** The only number of a list, or the number itself; undefined for null and for several. */
export function onlyOf({ conf }: Source, key: string): number | undefined {
  const value = conf[key];
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === 'number' ? value[0] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** Without the last digit, which a computation may have got wrong: 0.30000000000000004 is 0.3. */
export const neat = (value: number): number => Number(value.toPrecision(15));

/** Whether two numbers are the same but for rounding. */
export const same = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

/** Why a schedule that counts real steps cannot stand for one that is stepped once an epoch. */
export const countsSteps = (type: string): string =>
  `${type} counts real steps, and this schedule moves once an epoch: no lengths in real steps give the same curve.`;

/** Why a schedule that takes whole numbers cannot have these lengths. */
export const wholeOnly = (type: string): string => `${type} takes whole numbers of real steps alone.`;
