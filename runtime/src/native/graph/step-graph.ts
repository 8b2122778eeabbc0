import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, TensorMetadata } from './binding.js';
import { attribute, attributeValue, node, type PartialShape, savedModel } from './graph-def.js';
import { type LeafPattern, type OperationSignature, type Reference, sameList } from './tape.js';

/** How often a graph is seen before TensorFlow gets it: what then differed is an input, everything else a constant. */
const SEEN_BEFORE_BUILDING = 3;

/** A constant of at most so many bytes is part of the graph while it stays the same. */
const FROZEN_BYTES = 256;

/** What a graph knows of a leaf: its constant value, or undefined for an input. */
interface KnownLeaf {
  readonly dtype: number;
  shape: PartialShape;
  frozen: Uint8Array | undefined;
}

/**
 * Operations in a fixed order as one graph of TensorFlow. The sizes of its inputs may differ from run to run. Values
 * that JavaScript has made are constants of it only as long as every run has the same ones: each run is compared, and
 * one that differs makes an input of the constant and the graph anew.
 */
export class StepGraph {
  /** Why it cannot be run; undefined while it can. */
  broken: string | undefined;
  readonly #operations: readonly OperationSignature[];
  readonly #starts: number[] = [];
  #leaves: KnownLeaf[] | undefined;
  /** Indices of the leaves that are constants. */
  #frozen: number[] = [];
  #seen = 0;
  #session: number | undefined;
  #inputNames = '';
  #fed: number[] = [];
  readonly #outputNames = new Map<string, string>();

  constructor(
    private readonly binding: Binding,
    operations: readonly OperationSignature[],
  ) {
    this.#operations = operations;
    let start = 0;
    for (const { outputs } of operations) {
      this.#starts.push(start);
      start += outputs;
    }
  }

  /** Whether it has been seen often enough to be run. */
  get ready(): boolean {
    return this.#seen >= SEEN_BEFORE_BUILDING && this.broken === undefined;
  }

  /**
   * Takes notice of the sizes of the leaves of one tape; to be called once for each tape. `values` is what they hold
   * where JavaScript has made them in this run, and undefined for a tensor that was there before.
   */
  addShapes(leaves: readonly LeafPattern[], values: readonly (Uint8Array | undefined)[]): void {
    if (this.#leaves === undefined) {
      this.#leaves = leaves.map(({ dtype, shape }, index) => {
        const bytes = values[index];
        const isSmall = bytes !== undefined && bytes.length <= FROZEN_BYTES;
        return { dtype, shape: [...shape], frozen: isSmall ? bytes.slice() : undefined };
      });
      this.#frozen = [...this.#leaves.keys()].filter((index) => this.#leaves?.[index]?.frozen !== undefined);
      return;
    }
    for (const [index, known] of this.#leaves.entries()) {
      const merged = mergeShapes(known.shape, leaves[index]?.shape ?? []);
      if (merged === known.shape) continue;
      known.shape = merged;
      // A constant has one shape.
      known.frozen = undefined;
      this.#frozen = this.#frozen.filter((each) => each !== index);
      this.#discard();
    }
  }

  /** Takes notice of the values of one run. */
  addValues(leaf: (index: number) => Uint8Array | undefined): void {
    this.#seen += 1;
    let isSame = true;
    for (const index of this.#frozen) {
      const known = this.#leaves?.[index];
      const bytes = leaf(index);
      if (known?.frozen === undefined || (bytes !== undefined && sameList(bytes, known.frozen))) continue;
      known.frozen = undefined;
      isSame = false;
    }
    if (isSame) return;
    this.#frozen = this.#frozen.filter((index) => this.#leaves?.[index]?.frozen !== undefined);
    this.#discard();
  }

  /**
   * Runs it: the outputs at these places of the list of all outputs, from the tensors that `leaf` answers for the
   * leaves that are inputs. Throws what TensorFlow says.
   */
  run(leaf: (index: number) => number, outputs: readonly number[]): TensorMetadata[] {
    this.#session ??= this.#build();
    return this.binding.runSavedModel(
      this.#session,
      this.#fed.map(leaf),
      this.#inputNames,
      this.#namesOf(outputs),
    );
  }

  #discard(): void {
    if (this.#session !== undefined) this.binding.deleteSavedModel(this.#session);
    this.#session = undefined;
  }

  #build(): number {
    const leaves = this.#leaves ?? [];
    const nodes = leaves.map(({ dtype, shape, frozen }, index) =>
      frozen === undefined
        ? node(`a${index}`, 'Placeholder', [], {
            dtype: attribute.type(dtype),
            shape: attribute.shape(shape),
          })
        : node(`a${index}`, 'Const', [], {
            dtype: attribute.type(dtype),
            value: attribute.tensor(dtype, (shape ?? []) as number[], frozen),
          }),
    );
    for (const [index, { name, attributes, inputs }] of this.#operations.entries())
      nodes.push(
        node(
          `b${index}`,
          name,
          inputs.map((reference) => this.#nameOf(reference)),
          Object.fromEntries(attributes.map((each) => [each.name, attributeValue(each)])),
        ),
      );
    this.#fed = [...leaves.keys()].filter((index) => leaves[index]?.frozen === undefined);
    this.#inputNames = this.#fed.map((index) => `a${index}`).join();
    const folder = mkdtempSync(join(tmpdir(), 'optim-sches-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel(nodes));
      return this.binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #nameOf(reference: Reference): string {
    if (reference < 0) return `a${~reference}`;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= reference) low = middle;
      else high = middle - 1;
    }
    const output = reference - (this.#starts[low] ?? 0);
    return output === 0 ? `b${low}` : `b${low}:${output}`;
  }

  #namesOf(outputs: readonly number[]): string {
    const key = outputs.join();
    let names = this.#outputNames.get(key);
    if (names === undefined) {
      names = outputs.map((place) => this.#nameOf(place)).join();
      this.#outputNames.set(key, names);
    }
    return names;
  }
}

/** The shape that both have, with -1 where they differ; the first one itself when nothing does. */
function mergeShapes(known: PartialShape, shape: readonly number[]): PartialShape {
  if (known === undefined || sameList(known, shape)) return known;
  if (known.length !== shape.length) return undefined;
  const merged = known.map((size, axis) => (size === shape[axis] ? size : -1));
  return sameList(merged, known) ? known : merged;
}
