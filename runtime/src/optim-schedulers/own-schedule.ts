import { isDeepStrictEqual } from 'node:util';
import type { OptimSchedulerConf } from '@optim-sches/schemas';
import { plainFields, structuredFields } from './plain-json.js';
import { ownConf, ownText } from './text.js';
import type { LrStep } from './types.js';

/** The schedule of an OptimScheduler: what one of your own writes, or may write, in its class. */
export abstract class OwnSchedule {
  readonly #conf: OptimSchedulerConf;
  /** The object's fields after `scheInit`. */
  #initial: Readonly<Record<string, unknown>> = {};

  constructor(conf: OptimSchedulerConf) {
    this.#conf = conf;
  }

  /** Starts the schedule. Not in the constructor: a subclass's fields get their initial values only after it. */
  protected startSchedule(): void {
    this.scheInit(ownConf(this.#conf));
    this.#initial = structuredFields(this);
  }

  /** Takes in the schedule's own keys of `conf`. Called once, before the first step; `getLr()` is `optim_conf.lr`. */
  abstract scheInit(conf: Readonly<Record<string, unknown>>): void;

  /** The learning rate of a step, before `ft_factor`. Called at every micro-step of a real step that updates. */
  abstract updateLr(step: LrStep): number;

  /** The momentum (Adam's beta1) of a step, for a schedule that moves it too; undefined: as `optim_conf` has it. */
  updateMomentum(_step: LrStep): number | undefined {
    return undefined;
  }

  /** The schedule's own part of `toString()`: `warmup_steps=4000`. By default its keys of `conf` as written. */
  protected extraText(): string {
    return ownText(this.#conf);
  }

  /**
   * The schedule's own state in a checkpoint, plain JSON; by default the object's fields that have changed since
   * `scheInit`: what follows from the configuration does so again in a resumed run.
   */
  protected scheduleState(): object | undefined {
    const fields = Object.entries(plainFields(this));
    return Object.fromEntries(
      fields.filter(([field, value]) => !isDeepStrictEqual(value, this.#initial[field])),
    );
  }

  /** Goes on from what `scheduleState` gave. */
  protected loadScheduleState(state: object): void {
    Object.assign(this, state);
  }

  /**
   * Remembers the schedule's own state, and answers what takes it back, for a step that turns out to be skipped after the
   * next one has begun. Undefined where that is not possible: then every step waits for its losses.
   */
  protected markSchedule(): (() => void) | undefined {
    return undefined;
  }
}
