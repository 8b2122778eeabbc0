import { type Binding, dataType, type GraphFunctions, type TensorMetadata } from './binding.js';
import { attribute, attributeValue, graphDef, node } from './graph-def.js';
import { type LeafPattern, type OperationSignature, type Reference, sameList } from './tape.js';

/** How often a graph is seen before TensorFlow gets it: what then differed is an input, everything else a constant. */
const SEEN_BEFORE_BUILDING = 3;

/** Sizes, axes and other integers of at most so many bytes are part of the graph while they stay the same. */
const FROZEN_BYTES = 256;

/** Functions of all graphs so far: each has a name of its own. */
let functionCount = 0;

/** What a graph knows of a leaf: its constant value and the shape of that, or undefined for an input. */
interface KnownLeaf {
  readonly dtype: number;
  readonly shape: readonly number[];
  frozen: Uint8Array | undefined;
}

/**
 * Operations in a fixed order as one graph of TensorFlow. The sizes of its inputs may differ from run to run. Integers
 * that JavaScript has made are constants of it as long as every run has the same ones: each run is compared, and one that
 * differs makes an input of the constant and the graph anew. Real numbers are always inputs, of no known shape: TensorFlow
 * would draw constants together and factors out of sums, and the results would differ in their last bits from those of
 * the operations one by one, and with what was known when the graph was made.
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
  /** The graph as TensorFlow reads it, and the leaves that are its inputs; undefined until it is run. */
  #built: { readonly graph: Uint8Array; readonly fed: readonly number[] } | undefined;
  /** Functions of it by the places of the outputs that they answer. */
  readonly #functions = new Map<string, string>();

  constructor(
    private readonly binding: Binding,
    private readonly functions: GraphFunctions,
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
        const mayFreeze = dtype !== dataType.float && bytes !== undefined && bytes.length <= FROZEN_BYTES;
        return { dtype, shape: [...shape], frozen: mayFreeze ? bytes.slice() : undefined };
      });
      this.#frozen = [...this.#leaves.keys()].filter((index) => this.#leaves?.[index]?.frozen !== undefined);
      return;
    }
    const reshaped = this.#frozen.filter(
      (index) => !sameList(this.#leaves?.[index]?.shape ?? [], leaves[index]?.shape ?? []),
    );
    this.#thaw(reshaped);
  }

  /** Takes notice of the values of one run. */
  addValues(leaf: (index: number) => Uint8Array | undefined): void {
    this.#seen += 1;
    const changed = this.#frozen.filter((index) => {
      const bytes = leaf(index);
      return bytes === undefined || !sameList(bytes, this.#leaves?.[index]?.frozen ?? []);
    });
    this.#thaw(changed);
  }

  /**
   * Runs it: the outputs at these places of the list of all outputs, from the tensors that `leaf` answers for the
   * leaves that are inputs. Throws what TensorFlow says.
   */
  run(leaf: (index: number) => number, outputs: readonly number[]): TensorMetadata[] {
    this.#built ??= this.#build();
    return this.binding.executeOp(
      this.#functionOf(this.#built, outputs),
      [],
      this.#built.fed.map(leaf),
      outputs.length,
    );
  }

  /** Makes inputs of constants; the graph is made anew when it is run next. */
  #thaw(indices: readonly number[]): void {
    if (indices.length === 0) return;
    for (const index of indices) {
      const known = this.#leaves?.[index];
      if (known !== undefined) known.frozen = undefined;
    }
    this.#frozen = this.#frozen.filter((index) => !indices.includes(index));
    for (const name of this.#functions.values()) this.functions.remove(name);
    this.#functions.clear();
    this.#built = undefined;
  }

  #build(): { graph: Uint8Array; fed: number[] } {
    const leaves = this.#leaves ?? [];
    const nodes = leaves.map(({ dtype, shape, frozen }, index) =>
      frozen === undefined
        ? node(`a${index}`, 'Placeholder', [], {
            dtype: attribute.type(dtype),
            shape: attribute.shape(undefined),
          })
        : node(`a${index}`, 'Const', [], {
            dtype: attribute.type(dtype),
            value: attribute.tensor(dtype, shape, frozen),
          }),
    );
    for (const [index, operation] of this.#operations.entries())
      nodes.push(...operationNodes(`b${index}`, operation, (reference) => this.#nameOf(reference)));
    const fed = [...leaves.keys()].filter((index) => leaves[index]?.frozen === undefined);
    return { graph: graphDef(nodes), fed };
  }

  /** The name of the function that answers these outputs. */
  #functionOf(
    { graph, fed }: { graph: Uint8Array; fed: readonly number[] },
    outputs: readonly number[],
  ): string {
    const key = outputs.join();
    let name = this.#functions.get(key);
    if (name === undefined) {
      name = `optim_sches_step_${functionCount++}`;
      this.functions.add(
        name,
        graph,
        fed.map((index) => `a${index}`),
        outputs.map((place) => this.#nameOf(place)),
      );
      this.#functions.set(key, name);
    }
    return name;
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
}

/** The nodes of an operation; the last one has the name. */
function operationNodes(
  name: string,
  { name: operation, attributes, inputs }: OperationSignature,
  nameOf: (reference: Reference) => string,
): Buffer[] {
  const values = Object.fromEntries(attributes.map((each) => [each.name, attributeValue(each)]));
  const names = inputs.map(nameOf);
  const { T } = values;
  if (operation !== 'AddN' || T === undefined) return [node(name, operation, names, values)];
  // In a graph AddN begins with an input whose memory is free: its sum would depend on what has run before.
  const [first = '', ...others] = names;
  const last = others.length - 1;
  if (last < 0) return [node(name, 'Identity', [first], { T })];
  return others.map((other, at) =>
    node(at === last ? name : `${name}_${at}`, 'AddV2', [at === 0 ? first : `${name}_${at - 1}`, other], {
      T,
    }),
  );
}
