import {
  type Experiment,
  type LrRun,
  type OptimSchedulerConf,
  realStepOf,
  startLrRun,
} from '@optim-sches/schemas';
import type { Tensor, Variable } from '#tf';
import type { GradientRequest } from './autograd.js';
import { fusedUpdates } from './backends/fused.js';
import { type EvaluateRealStep, updateByClosure } from './optim-schedulers/closure.js';
import { drivingMetric, metricOf } from './optim-schedulers/driving-metric.js';
import { AccumulatedGradients, clipFactor } from './optim-schedulers/gradients.js';
import { type LateMicroStep, LateStep } from './optim-schedulers/late-step.js';
import type { MicroStep, StepOutcome } from './optim-schedulers/micro-step.js';
import { ownModules, ownParameters } from './optim-schedulers/own-parameters.js';
import { OwnSchedule } from './optim-schedulers/own-schedule.js';
import { plainJson } from './optim-schedulers/plain-json.js';
import { baseText } from './optim-schedulers/text.js';
import type { LrStep, OptimSchedulerContext, OptimSchedulerState } from './optim-schedulers/types.js';
import { createUpdateRule } from './optimizers/index.js';
import { ownCopy } from './optimizers/parameter-state.js';
import type { UpdateRule } from './optimizers/update-rule.js';

export type { MicroStep, StepOutcome } from './optim-schedulers/micro-step.js';
export type { LrStep, OptimSchedulerContext, OptimSchedulerState } from './optim-schedulers/types.js';

const pending = '.pending_gradient';

/**
 * An optimizer and its learning-rate schedule in one. It owns the gradients of its `updated_modules`: it adds them up
 * over `accum_grad` training steps, clips them, checks them and applies them every `step_per_update` real steps, and
 * touches no other parameter's.
 *
 * A schedule of your own is a subclass with `scheInit` and `updateLr`. What it keeps in ordinary fields (`this.peak`)
 * must be plain JSON, and is saved in checkpoints when it has changed. `#private` fields are not saved.
 */
export abstract class OptimScheduler extends OwnSchedule {
  readonly #conf: OptimSchedulerConf;
  readonly #experiment: Experiment;
  readonly #parameters: ReadonlyMap<string, Variable>;
  readonly #rule: UpdateRule;
  readonly #gradients = new AccumulatedGradients();
  readonly #moduleNames: readonly string[];
  /** The function of the curve: here it is stepped. */
  readonly #run: LrRun;
  /** The metric of each validation so far, oldest first: what a schedule driven by a metric sees. */
  readonly #metrics: number[] = [];

  /** Throws when the optimizer cannot be executed on its parameters or none is in `updated_modules`. */
  constructor({ conf, parameters, experiment }: OptimSchedulerContext) {
    super(conf);
    const { optimType, optimizerOptions, lr } = conf;
    if (optimType === undefined || optimizerOptions === undefined || lr === undefined)
      throw new Error(
        `The OptimScheduler "${conf.name}" is not valid; optim-sches check says what is wrong.`,
      );
    this.#conf = conf;
    this.#experiment = experiment;
    this.#parameters = ownParameters(conf, parameters);
    this.#moduleNames = ownModules(conf, parameters);
    this.#rule = createUpdateRule(optimType, this.#parameters, optimizerOptions);
    const { accumGrad, ftFactor } = experiment;
    const schedule = {
      lr: (step: LrStep) => this.updateLr(step),
      momentum: (step: LrStep) => this.updateMomentum(step),
    };
    this.#run = startLrRun({ schedule, lr, stepPerUpdate: conf.stepPerUpdate, accumGrad, ftFactor });
  }

  /** SpeeChain's text for an OptimScheduler (`__repr__`), character by character. */
  override toString(): string {
    return baseText(this.#conf, this.constructor.name, this.extraText());
  }

  /** `main` for a bare block. */
  get name(): string {
    return this.#conf.name;
  }

  /** First-level modules whose parameters it updates. */
  get updatedModules(): readonly string[] {
    return this.#moduleNames;
  }

  /** Losses whose sum it minimizes. */
  get losses(): readonly string[] {
    return this.#conf.optimLosses;
  }

  /** The validation metric that its schedule names; undefined when it names none. */
  get metric(): string | undefined {
    return metricOf(this.#conf)?.name;
  }

  /** Its parameters by full name. */
  get parameters(): ReadonlyMap<string, Variable> {
    return this.#parameters;
  }

  /** The learning rate in the optimizer now; `optim_conf.lr` before the first step. */
  getLr(): number {
    return this.#run.lr;
  }

  /** The real step that a training step belongs to, from 1. */
  realStep(step: number): number {
    return realStepOf(step, this.#experiment.accumGrad);
  }

  /** Whether a training step belongs to a real step that updates. */
  updatesIn(step: number): boolean {
    return this.#run.updates(step);
  }

  /**
   * The gradients that it needs in a training step that belongs to an update: of all its parameters, or of none where
   * the optimizer evaluates the losses itself.
   */
  gradientRequest(): GradientRequest {
    const request = this.#wholeRequest();
    return this.#rule.minimize === undefined ? request : { ...request, variables: [] };
  }

  #wholeRequest(): GradientRequest {
    const scale = 1 / this.#experiment.accumGrad;
    return { losses: this.#conf.optimLosses, variables: [...this.#parameters.values()], scale };
  }

  /**
   * Takes the gradients of a micro-step in and begins to compute their norm where it is due, so that nobody has to wait
   * for that alone. `step` goes on from here, or `discardGradients` forgets them.
   */
  stageGradients(step: number, gradients: readonly (Tensor | null)[]): void {
    const isDue = step % this.#experiment.accumGrad === 0 && this.#rule.minimize === undefined;
    this.#gradients.stage(this.#named(gradients), isDue ? this.#experiment.gradNormType : undefined);
  }

  #named(gradients: readonly (Tensor | null)[]): (readonly [name: string, gradient: Tensor])[] {
    return [...this.#parameters.keys()].flatMap((name, index) => {
      const gradient = gradients[index];
      return gradient ? [[name, gradient] as const] : [];
    });
  }

  /** Forgets what was staged. */
  discardGradients(): void {
    this.#gradients.discard();
  }

  /**
   * One training step of a real step that updates. The learning rate moves at every micro-step, the parameters at the
   * last one, unless the norm of the own gradients is infinite or NaN. Throws when the learning rate is not finite.
   */
  async step({ step, epoch, gradients, evaluate }: MicroStep): Promise<StepOutcome> {
    if (gradients !== undefined) this.stageGradients(step, gradients);
    const norm = this.#gradients.accept();
    const lr = this.#nextLr(step, epoch);
    if (step % this.#experiment.accumGrad !== 0) return { lr, updated: false };
    if (this.#rule.minimize !== undefined) return this.#minimize(this.#rule.minimize, step, lr, evaluate);

    const { gradClip } = this.#experiment;
    const gradNorm = (await norm) ?? 0;
    const updated = Number.isFinite(gradNorm);
    if (updated) {
      const factor = clipFactor(gradNorm, gradClip);
      if (factor !== 1) this.#gradients.scale(factor);
      this.#rule.step(this.#gradients.tensors, lr, this.#run.momentum);
    }
    this.#gradients.clear();
    if (updated) return { lr, updated, gradNorm };
    return { lr, updated, gradNorm, message: this.#notFinite('grad_norm', step) };
  }

  /** Whether `stepLater` is possible: the device decides on updates by itself, and the schedule can be taken back. */
  get canStepLater(): boolean {
    const { accumGrad, gradNormType } = this.#experiment;
    const { guarded } = this.#rule;
    return (
      guarded !== undefined && this.markSchedule() !== undefined && accumGrad === 1 && gradNormType === 2
    );
  }

  /**
   * As `step`, but nobody waits for the losses (in one tensor, which stays the caller's) and the norm: the device leaves
   * everything as it is where they are not finite. Takes the gradients over.
   */
  stepLater(micro: LateMicroStep, losses: Tensor): LateStep {
    const { guards } = fusedUpdates();
    const { guarded } = this.#rule;
    if (!this.canStepLater || guards === undefined || guarded === undefined)
      throw new Error(`"${this.name}" cannot update before its losses are read.`);
    const { step, epoch } = micro;
    return new LateStep({
      guards,
      guarded,
      step,
      losses,
      gradients: new Map(this.#named(micro.gradients)),
      clip: this.#experiment.gradClip,
      next: () => ({ lr: this.#nextLr(step, epoch), momentum: this.#run.momentum }),
      mark: () => this.#markLr(),
      notFinite: () => this.#notFinite('grad_norm', step),
    });
  }

  #markLr(): () => void {
    const { lr } = this.#run;
    const takeBack = this.markSchedule();
    return () => {
      this.#run.loadState({ lr });
      takeBack?.();
    };
  }

  async #minimize(
    minimize: NonNullable<UpdateRule['minimize']>,
    step: number,
    lr: number,
    evaluate: EvaluateRealStep | undefined,
  ): Promise<StepOutcome> {
    const { gradNorm, notFinite } = await updateByClosure({
      ...this.#experiment,
      label: `"${this.name}" in real step ${this.realStep(step)}`,
      minimize,
      names: [...this.#parameters.keys()],
      request: this.#wholeRequest(),
      evaluate,
      lr,
    });
    if (notFinite === undefined) return { lr, updated: true, gradNorm };
    return { lr, updated: false, gradNorm, message: this.#notFinite(notFinite, step) };
  }

  #notFinite(what: string, step: number): string {
    return `The ${what} in the no.${this.realStep(step)} real step is infinite! So, the parameters are not updated in this step.`;
  }

  #nextLr(step: number, epoch: number): number {
    const lr = this.#run.step(step, epoch, this.#metrics);
    if (Number.isFinite(lr)) return lr;
    throw new Error(
      `The learning rate of "${this.name}" in real step ${this.realStep(step)} (epoch ${epoch}) is ${lr}: the update would ruin the parameters. Training stops here; the last checkpoint is whole. Look at the schedule's settings with optim-sches preview.`,
    );
  }

  /**
   * Takes in a validation: a schedule driven by a metric sees it from the next step on. Throws when the validation has
   * no metric of that name.
   */
  validated(metrics: Readonly<Record<string, number>>): void {
    this.#metrics.push(drivingMetric(this.#conf, metrics));
  }

  /** Everything that is needed to go on exactly here. The tensors stay its own. */
  stateDict(): OptimSchedulerState {
    const { tensors, ...numbers } = this.#rule.stateDict();
    const gradients = [...this.#gradients.tensors].map(([name, tensor]) => [name + pending, tensor] as const);
    const state = this.scheduleState();
    const schedule = state === undefined ? undefined : plainJson(state, this.constructor.name);
    const metrics = this.#metrics.length > 0 ? { metrics: [...this.#metrics] } : {};
    return {
      lr: this.#run.lr,
      ...numbers,
      ...metrics,
      schedule,
      tensors: new Map([...tensors, ...gradients]),
    };
  }

  /** Goes on from a saved state. Throws when it does not fit the parameters. */
  loadStateDict({ lr, metrics = [], schedule, tensors, ...rest }: OptimSchedulerState): void {
    this.#run.loadState({ lr });
    this.#rule.loadStateDict({ ...rest, tensors });
    // Numbers that JSON lacks come back as text.
    this.#metrics.splice(0, this.#metrics.length, ...metrics.map(Number));
    this.#gradients.clear();
    for (const name of this.#parameters.keys()) {
      const gradient = tensors.get(name + pending);
      if (gradient !== undefined) this.#gradients.add(name, ownCopy(gradient));
    }
    if (typeof schedule === 'object' && schedule !== null) this.loadScheduleState(schedule);
  }

  /** Frees the optimizer's tensors. The parameters are the model's and stay. */
  dispose(): void {
    this.#rule.dispose();
    this.#gradients.clear();
  }

  /** Makes an OptimScheduler and starts its schedule with its own keys of `conf`. */
  static create(
    Class: new (context: OptimSchedulerContext) => OptimScheduler,
    context: OptimSchedulerContext,
  ): OptimScheduler {
    const made = new Class(context);
    made.startSchedule();
    return made;
  }
}
