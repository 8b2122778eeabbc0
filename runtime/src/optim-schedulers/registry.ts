import type { Schedule } from '@optim-sches/schemas';
import { type LrStep, OptimScheduler, type OptimSchedulerContext } from '../optim-scheduler.js';
import { registryText } from './text.js';

/** An OptimScheduler whose schedule is one of the registry: the function that draws the curve computes it too. */
export class RegistryOptimScheduler extends OptimScheduler {
  readonly #context: OptimSchedulerContext;
  #schedule: Schedule | undefined;

  constructor(context: OptimSchedulerContext) {
    super(context);
    this.#context = context;
  }

  override scheInit(): void {
    const { scheduler, schedulerConf, name } = this.#context.conf;
    if (scheduler === undefined || schedulerConf === undefined)
      throw new Error(
        `The schedule of the OptimScheduler "${name}" is not valid; optim-sches check says what is wrong.`,
      );
    this.#schedule = scheduler.start(schedulerConf, { lr: this.getLr() });
  }

  override updateLr(step: LrStep): number {
    if (this.#schedule === undefined) throw new Error(`The schedule of "${this.name}" has not been started.`);
    return this.#schedule.lr(step);
  }

  override updateMomentum(step: LrStep): number | undefined {
    return this.#schedule?.momentum?.(step);
  }

  protected override scheduleState(): object | undefined {
    const state = this.#schedule?.state?.();
    return state === undefined ? undefined : { state };
  }

  protected override loadScheduleState({ state }: { state?: unknown }): void {
    this.#schedule?.loadState?.(state);
  }

  protected override markSchedule(): (() => void) | undefined {
    // A subclass may keep more than the schedule does.
    if (Object.getPrototypeOf(this) !== RegistryOptimScheduler.prototype) return undefined;
    const state = structuredClone(this.#schedule?.state?.());
    return () => this.#schedule?.loadState?.(state);
  }

  override toString(): string {
    return registryText(this.#context.conf);
  }
}
