import type { Tensor, Tensor1D } from '#tf';
import * as tf from '#tf';
import { addScaled, dot } from './flat.js';
import { ownCopy } from './parameter-state.js';
import type { Parameters, UpdateRuleState } from './update-rule.js';

const f32 = Math.fround;
/** A smaller product of step and change of the gradient says nothing of the curvature. */
const leastCurvature = f32(1e-10);

/** A past step (`old_stps`), the change of the gradient over it (`old_dirs`), and 1 over their product. */
interface Pair {
  readonly step: Tensor1D;
  readonly change: Tensor1D;
  readonly ro: number;
}

/**
 * What LBFGS remembers, by torch's names in a checkpoint. As in torch, all of it belongs to the first parameter. A list
 * becomes numbered entries (`old_dirs.0`).
 */
export class LbfgsMemory {
  /** Updates so far. */
  updates = 0;
  /** Iterations over all updates. */
  iterations = 0;
  evaluations = 0;
  /** The last step length and loss. */
  t = 0;
  loss = 0;
  /** The estimate of the inverse curvature to begin with. */
  #scale = 1;
  #pairs: Pair[] = [];
  #direction: Tensor1D | undefined;
  #gradient: Tensor1D | undefined;
  readonly #owner: string;
  readonly #size: number;

  constructor(parameters: Parameters) {
    this.#owner = [...parameters.keys()][0] ?? '';
    this.#size = [...parameters.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** The direction of the next iteration, learned from the last step. It stays the memory's own. */
  async direction(gradient: Tensor1D, historySize: number): Promise<Tensor1D> {
    this.iterations += 1;
    if (this.iterations > 1) await this.#learn(gradient, historySize);
    const direction = this.iterations === 1 ? tf.neg(gradient) : await this.#twoLoops(gradient);
    this.#direction?.dispose();
    this.#direction = direction;
    return direction;
  }

  /** Keeps the loss and the gradient at the begin of an iteration. The gradient stays the caller's. */
  remember(loss: number, gradient: Tensor1D): void {
    this.#gradient?.dispose();
    this.#gradient = tf.clone(gradient);
    this.loss = loss;
  }

  /** Takes in the last step and what it changed. */
  async #learn(gradient: Tensor1D, historySize: number): Promise<void> {
    const [before, direction] = [this.#gradient, this.#direction];
    if (before === undefined || direction === undefined) throw new Error('LBFGS has lost its last step.');
    const change = tf.sub<Tensor1D>(gradient, before);
    const step = tf.mul<Tensor1D>(direction, this.t);
    const product = await dot(change, step);
    if (!(product > leastCurvature)) {
      tf.dispose([change, step]);
      return;
    }
    if (this.#pairs.length === historySize) release(this.#pairs.shift());
    this.#pairs.push({ step, change, ro: f32(1 / product) });
    this.#scale = f32(product / (await dot(change, change)));
  }

  /** The inverse curvature times the negative gradient. Nocedal, "Updating Quasi-Newton Matrices", 1980. */
  async #twoLoops(gradient: Tensor1D): Promise<Tensor1D> {
    const factors: number[] = [];
    let q = tf.neg(gradient);
    for (const { step, change, ro } of this.#pairs.toReversed()) {
      const factor = f32((await dot(step, q)) * ro);
      factors.unshift(factor);
      q = addScaled(q, change, -factor);
    }
    let r = tf.mul<Tensor1D>(q, this.#scale);
    q.dispose();
    for (const [index, { step, change, ro }] of this.#pairs.entries()) {
      const factor = f32((await dot(change, r)) * ro);
      r = addScaled(r, step, f32((factors[index] ?? Number.NaN) - factor));
    }
    return r;
  }

  stateDict(): UpdateRuleState {
    if (this.updates === 0) return { steps: {}, tensors: new Map() };
    const numbers = {
      n_iter: this.iterations,
      func_evals: this.evaluations,
      t: this.t,
      prev_loss: this.loss,
      H_diag: this.#scale,
      ...Object.fromEntries(this.#pairs.map(({ ro }, index) => [`ro.${index}`, ro])),
    };
    const tensors = new Map<string, Tensor>();
    if (this.#direction !== undefined) tensors.set(`${this.#owner}.d`, this.#direction);
    if (this.#gradient !== undefined) tensors.set(`${this.#owner}.prev_flat_grad`, this.#gradient);
    for (const [index, { step, change }] of this.#pairs.entries()) {
      tensors.set(`${this.#owner}.old_stps.${index}`, step);
      tensors.set(`${this.#owner}.old_dirs.${index}`, change);
    }
    return { steps: { [this.#owner]: this.updates }, numbers: { [this.#owner]: numbers }, tensors };
  }

  /** Takes over a saved state. Throws when it is that of other parameters. */
  loadStateDict({ steps, numbers: allNumbers, tensors }: UpdateRuleState): void {
    this.dispose();
    for (const [parameter, updates] of Object.entries(steps)) {
      if (parameter !== this.#owner)
        throw new Error(
          `The saved optimizer has a state for ${parameter}, which is not the first parameter that it updates now.`,
        );
      this.updates = updates;
    }
    const numbers = allNumbers?.[this.#owner] ?? {};
    // Numbers that JSON lacks come back as text.
    const number = (name: string, otherwise: number) => Number(numbers[name] ?? otherwise);
    const tensor = (name: string): Tensor1D | undefined => {
      const saved = tensors.get(`${this.#owner}.${name}`);
      if (saved !== undefined && String(saved.shape) !== String([this.#size]))
        throw new Error(
          `The saved ${name} has the shape [${saved.shape}], but the optimizer updates ${this.#size} numbers now.`,
        );
      return saved && (ownCopy(saved) as Tensor1D);
    };
    this.iterations = number('n_iter', 0);
    this.evaluations = number('func_evals', 0);
    this.t = number('t', 0);
    this.loss = number('prev_loss', 0);
    this.#scale = number('H_diag', 1);
    this.#direction = tensor('d');
    this.#gradient = tensor('prev_flat_grad');
    for (let index = 0; ; index++) {
      const [step, change] = [tensor(`old_stps.${index}`), tensor(`old_dirs.${index}`)];
      if (step === undefined || change === undefined) break;
      this.#pairs.push({ step, change, ro: number(`ro.${index}`, Number.NaN) });
    }
  }

  /** Frees the tensors and forgets everything. */
  dispose(): void {
    for (const pair of this.#pairs) release(pair);
    tf.dispose([this.#direction, this.#gradient].filter((each) => each !== undefined));
    this.#pairs = [];
    this.#direction = undefined;
    this.#gradient = undefined;
    this.updates = 0;
    this.iterations = 0;
    this.evaluations = 0;
    this.#scale = 1;
  }
}

function release(pair: Pair | undefined): void {
  if (pair !== undefined) tf.dispose([pair.step, pair.change]);
}
