import type { Capture } from '../../backends/capture.js';
import {
  type Attribute,
  type Binding,
  dataType,
  type GraphFunctions,
  type TensorMetadata,
  type Values,
} from './binding.js';
import { hasDynamicShape } from './operations.js';
import { type Described, Segment, type SegmentHost } from './segment.js';
import { SharedScalars } from './shared-scalars.js';
import type { StepGraph } from './step-graph.js';
import { bytesOf, TapeNode } from './tape.js';

/** Ids of outputs of segments and, above them, of tensors made from values in one; TensorFlow's own are below 2^31. */
const FIRST_OUTPUT = 2 ** 40;
const FIRST_MADE = 2 ** 41;
/** So many parts of steps that were like none before, if they are more than the others, end the waiting. */
const GIVE_UP_AFTER = 200;

/** A tensor made from values in a segment, which TensorFlow has not got yet. */
interface Made extends Described {
  readonly values: Values;
}

/**
 * tfjs-node's binding with operations that wait. Between `begin` and `end` an operation that follows those before it as
 * it did in an earlier run is not executed: it answers a tensor of the shape it had then, and all of them run as one
 * graph as soon as somebody reads a value. Ids that it hands out stand for tensors that may not exist yet.
 */
export class LazyBinding implements SegmentHost, Capture {
  /** What tfjs-node's backend takes for the binding itself. */
  readonly facade: Binding;
  readonly root = new TapeNode(undefined, undefined, [], []);
  readonly graphs = new Map<string, StepGraph>();
  readonly #scalars: SharedScalars;
  readonly #resolved = new Map<number, number>();
  readonly #described = new Map<number, Described>();
  readonly #made = new Map<number, Made>();
  #nextMade = FIRST_MADE;
  #nextOutput = FIRST_OUTPUT;
  #segment: Segment | undefined;
  #recorded = 0;
  #repeated = 0;
  #divergence = '';
  #hasGivenUp = false;
  #notices: string[] = [];

  constructor(
    readonly real: Binding,
    readonly functions: GraphFunctions,
  ) {
    this.#scalars = new SharedScalars(real);
    this.facade = {
      // The binding's own properties can neither be overwritten nor spread.
      ...(Object.fromEntries(
        Object.getOwnPropertyNames(real).map((name) => [name, real[name as keyof Binding]]),
      ) as unknown as Binding),
      createTensor: (shape, dtype, values) => this.#create(shape, dtype, values),
      deleteTensor: (id) => this.#delete(id),
      executeOp: (name, attributes, inputs, outputs) => this.#execute(name, attributes, inputs, outputs),
      tensorDataSync: (id) => this.#read(id),
      tensorDataBuffer: (id) => {
        this.#settle(id);
        return real.tensorDataBuffer(this.realId(id));
      },
    };
  }

  /** From here on operations wait. */
  begin(): void {
    if (this.#segment !== undefined) throw new Error('Operations wait already: begin() after begin().');
    if (!this.#hasGivenUp) this.#segment = new Segment(this);
  }

  /** Runs what waits, and executes at once from here on. */
  end(): void {
    const segment = this.#segment;
    this.#segment = undefined;
    segment?.flush();
  }

  abandon(): void {
    this.#segment?.abandon();
    this.#segment = undefined;
  }

  takeNotices(): string[] {
    return this.#notices.splice(0);
  }

  /** Parts of steps so far: executed one by one and recorded for the first time, or known, and graphs of known ones. */
  get counts(): { readonly recorded: number; readonly known: number; readonly graphs: number } {
    return { recorded: this.#recorded, known: this.#repeated, graphs: this.graphs.size };
  }

  isOutput(id: number): boolean {
    return id >= FIRST_OUTPUT && id < FIRST_MADE;
  }

  ended(isNew: boolean): void {
    if (isNew) this.#recorded += 1;
    else this.#repeated += 1;
    if (this.#recorded < GIVE_UP_AFTER || this.#recorded < this.#repeated || this.#hasGivenUp) return;
    this.#hasGivenUp = true;
    this.#notices.push(
      `TensorFlow runs every operation by itself from here on: ${this.#recorded} of ${this.#recorded + this.#repeated} parts of training steps were like none before, at last since ${this.#divergence}.`,
    );
  }

  diverged(text: string): void {
    this.#divergence = text;
  }

  broke(text: string): void {
    this.#notices.push(`TensorFlow does not run a part of the training step as one graph: ${text}`);
  }

  newOutput(): number {
    return this.#nextOutput++;
  }

  get nextOutput(): number {
    return this.#nextOutput;
  }

  resolve(id: number, real: TensorMetadata): void {
    this.#resolved.set(id, real.id);
    this.#described.set(id, real);
  }

  described(id: number): Described {
    const found = this.#made.get(id) ?? this.#described.get(id);
    if (found === undefined) throw new Error(`TensorFlow is asked for a tensor that is gone (${id}).`);
    return found;
  }

  bytesOf(id: number): Uint8Array | undefined {
    const made = this.#made.get(id);
    return made && bytesOf(made.values);
  }

  realId(id: number): number {
    if (id < FIRST_OUTPUT) return id;
    const real = this.#resolved.get(id);
    if (real !== undefined) return real;
    const made = this.#made.get(id);
    if (made === undefined) throw new Error(`TensorFlow is asked for a tensor that is gone (${id}).`);
    const { shape, dtype, values } = made;
    const isScalar = dtype === dataType.float && shape.length === 0 && values instanceof Float32Array;
    const created = isScalar ? this.#scalars.take(values) : this.real.createTensor(shape, dtype, values);
    this.#resolved.set(id, created);
    this.#described.set(id, { shape, dtype });
    return created;
  }

  free(id: number): void {
    const real = id < FIRST_OUTPUT ? id : this.#resolved.get(id);
    this.#resolved.delete(id);
    this.#described.delete(id);
    this.#made.delete(id);
    if (real !== undefined && !this.#scalars.release(real)) this.real.deleteTensor(real);
  }

  #create(shape: readonly number[], dtype: number, values: Values): number {
    if (this.#segment === undefined) {
      const id = this.real.createTensor(shape, dtype, values);
      this.#described.set(id, { shape, dtype });
      return id;
    }
    const id = this.#nextMade++;
    // Whoever made the values may have others in the same array by the time they are needed.
    const kept = ArrayBuffer.isView(values) ? (values as Float32Array).slice() : values;
    this.#made.set(id, { shape, dtype, values: kept });
    return id;
  }

  #delete(id: number): void {
    if (this.#segment === undefined) this.free(id);
    else this.#segment.delete(id);
  }

  #execute(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[] {
    if (this.#segment !== undefined && !hasDynamicShape(name))
      return this.#segment.execute(name, attributes, inputs, outputs);
    this.#segment?.flush();
    const ids = inputs.map((id) => this.realId(id));
    return this.#describe(this.real.executeOp(name, attributes, ids, outputs));
  }

  #read(id: number): Values {
    this.#settle(id);
    return this.real.tensorDataSync(this.realId(id));
  }

  /** Runs what waits, if a tensor waits for it. */
  #settle(id: number): void {
    if (id >= FIRST_OUTPUT && !this.#resolved.has(id) && !this.#made.has(id)) this.#segment?.flush();
  }

  #describe(tensors: TensorMetadata[]): TensorMetadata[] {
    for (const tensor of tensors) this.#described.set(tensor.id, tensor);
    return tensors;
  }
}
