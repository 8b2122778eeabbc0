import {
  type Attribute,
  type Binding,
  dataType,
  type GraphFunctions,
  type TensorMetadata,
} from './binding.js';
import { divergence } from './divergence.js';
import { markDynamic, takesData } from './operations.js';
import { StepGraph } from './step-graph.js';
import {
  type LeafPattern,
  type OperationSignature,
  type Reference,
  sameAttributes,
  sameList,
  signatureOf,
  TapeNode,
} from './tape.js';

/** An integer leaf of at most so many elements may be the sizes of something. */
const SIZES = 16;

/** The type and the shape of a tensor. */
export type Described = Pick<TensorMetadata, 'shape' | 'dtype'>;

/** What a segment needs of the binding that it waits in. */
export interface SegmentHost {
  readonly real: Binding;
  readonly functions: GraphFunctions;
  readonly root: TapeNode;
  /** Graphs by the keys of their operations. */
  readonly graphs: Map<string, StepGraph>;
  /** The id that the next `newOutput` answers. */
  readonly nextOutput: number;
  newOutput(): number;
  /** Whether an id is that of an output of some segment. */
  isOutput(id: number): boolean;
  /** From now on the id stands for a tensor of TensorFlow. */
  resolve(id: number, real: TensorMetadata): void;
  described(id: number): Described;
  /** The values of a tensor that was made in a segment and waits; undefined for others. */
  bytesOf(id: number): Uint8Array | undefined;
  /** TensorFlow's own id. */
  realId(id: number): number;
  free(id: number): void;
  /** The operations took a way that no tape has, or all of them one that has been taken before. */
  ended(isNew: boolean): void;
  /** How the operations left the tapes that there are. */
  diverged(text: string): void;
  /** Why a graph is not run. */
  broke(text: string): void;
}

const ends = new WeakMap<TapeNode, StepGraph>();

/** The operations from one read of a value to the next: those of a known tape wait, others are executed and recorded. */
export class Segment {
  #node: TapeNode;
  /** The id of the first output. */
  #first: number;
  #isRecording = false;
  #isNew = false;
  #waiting: OperationSignature[] = [];
  #outputs: Described[] = [];
  #leaves: number[] = [];
  #leafBytes: (Uint8Array | undefined)[] = [];
  #leafIndex = new Map<number, number>();
  /** Places of outputs that are not needed any more. */
  #deleted = new Set<number>();
  /** Leaves that may be freed when the operations have run. */
  #done: number[] = [];

  constructor(private readonly host: SegmentHost) {
    this.#node = host.root;
    this.#first = host.nextOutput;
  }

  /** An operation: it waits if it goes on as a known tape does, otherwise it and all before it are executed. */
  execute(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[] {
    const references: Reference[] = [];
    const fresh: number[] = [];
    const patterns: LeafPattern[] = [];
    for (const [at, id] of inputs.entries()) {
      if (this.#isOwn(id)) references.push(id - this.#first);
      else {
        let index = this.#leafIndex.get(id);
        if (index === undefined) {
          const earlier = fresh.indexOf(id);
          index = this.#leaves.length + (earlier < 0 ? fresh.length : earlier);
          if (earlier < 0) {
            fresh.push(id);
            patterns.push(this.#pattern(name, at, id));
          }
        }
        references.push(~index);
      }
    }
    let next = this.#node.children.find((child) =>
      matches(child, name, attributes, references, patterns, outputs),
    );
    if (next === undefined && !this.#isRecording) {
      const [known] = this.#node.children;
      if (known !== undefined) this.host.diverged(divergence(known, name, attributes, references, patterns));
      this.#materialize();
    }
    if (!this.#isRecording && next?.signature !== undefined) {
      this.#waiting.push(next.signature);
      this.#advance(next, fresh);
      return next.outputs.map(({ shape, dtype }) => ({ id: this.host.newOutput(), shape, dtype }));
    }

    const ids = inputs.map((id) => this.host.realId(id));
    const results = this.host.real.executeOp(name, attributes, ids, outputs);
    const isOther = next !== undefined && !next.outputs.every((each, i) => isLike(each, results[i]));
    if (isOther) markDynamic(name);
    if (next === undefined || isOther) {
      this.#isNew = true;
      const signature = signatureOf(name, attributes, references, outputs);
      const metadata = results.map(({ shape, dtype }) => ({ shape, dtype }));
      next = new TapeNode(this.#node, signature, metadata, patterns);
      if (!isOther) this.#node.children.push(next);
    }
    this.#advance(next, fresh);
    return results.map((result) => {
      const id = this.host.newOutput();
      this.host.resolve(id, result);
      return { id, shape: result.shape, dtype: result.dtype };
    });
  }

  /** A tensor is not needed any more. */
  delete(id: number): void {
    if (this.#isOwn(id)) {
      this.#deleted.add(id - this.#first);
      if (this.#isRecording) this.host.free(id);
    } else if (this.#isRecording || !this.#leafIndex.has(id)) this.host.free(id);
    else this.#done.push(id);
  }

  /** Runs what waits: afterwards every tensor that is in use has its values. What follows is the next segment. */
  flush(): void {
    if (this.#outputs.length > 0) {
      const graph = this.#graph();
      graph.addValues((index) => this.#leafBytes[index]);
      if (!this.#isRecording && !this.#run(graph)) this.#materialize();
      this.host.ended(this.#isNew);
    }
    this.abandon();
  }

  /** Forgets what waits. */
  abandon(): void {
    for (const id of this.#done) this.host.free(id);
    this.#node = this.host.root;
    this.#first = this.host.nextOutput;
    this.#isRecording = false;
    this.#isNew = false;
    this.#waiting = [];
    this.#outputs = [];
    this.#leaves = [];
    this.#leafBytes = [];
    this.#leafIndex = new Map();
    this.#deleted = new Set();
    this.#done = [];
  }

  #isOwn(id: number): boolean {
    return id >= this.#first && this.host.isOutput(id);
  }

  #pattern(name: string, at: number, id: number): LeafPattern {
    const { shape, dtype } = this.host.described(id);
    if (dtype !== dataType.int32 || takesData(name, at)) return { shape, dtype, sizes: undefined };
    const bytes = this.host.bytesOf(id);
    if (bytes === undefined || bytes.length > 4 * SIZES) return { shape, dtype, sizes: undefined };
    return { shape, dtype, sizes: [...new Int32Array(bytes.slice().buffer)] };
  }

  #advance(node: TapeNode, fresh: readonly number[]): void {
    this.#node = node;
    for (const id of fresh) {
      this.#leafIndex.set(id, this.#leaves.length);
      this.#leaves.push(id);
      this.#leafBytes.push(this.host.bytesOf(id));
    }
    for (const output of node.outputs) this.#outputs.push(output);
  }

  /** The graph of the operations so far, which tapes that differ in sizes alone share. */
  #graph(): StepGraph {
    const known = ends.get(this.#node);
    if (known !== undefined) return known;
    const operations = this.#node.path();
    const key = operations.map((operation) => operation.key).join();
    let graph = this.host.graphs.get(key);
    if (graph === undefined) {
      graph = new StepGraph(this.host.real, this.host.functions, operations);
      this.host.graphs.set(key, graph);
    }
    graph.addShapes(this.#node.leavesOfPath(), this.#leafBytes);
    ends.set(this.#node, graph);
    return graph;
  }

  /** False when there is no graph to run as yet, or TensorFlow refuses it. */
  #run(graph: StepGraph): boolean {
    if (!graph.ready) return false;
    const places = [...this.#outputs.keys()].filter((place) => !this.#deleted.has(place));
    if (places.length === 0) return true;
    try {
      const results = graph.run((index) => this.host.realId(this.#leaves[index] ?? -1), places);
      const wrong = places.findIndex((place, index) => !isLike(this.#outputs[place], results[index]));
      if (wrong >= 0) {
        for (const { id } of results) this.host.real.deleteTensor(id);
        throw new Error('A shape differs from that of the operations one by one.');
      }
      for (const [index, place] of places.entries()) {
        const result = results[index];
        if (result !== undefined) this.host.resolve(this.#first + place, result);
      }
      return true;
    } catch (error) {
      graph.broken = error instanceof Error ? error.message : String(error);
      this.host.broke(graph.broken);
      return false;
    }
  }

  /** Executes what waits one by one, and goes on recording. */
  #materialize(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#isRecording = true;
    let place = 0;
    for (const { name, attributes, inputs, outputs } of waiting) {
      const ids = inputs.map((each) =>
        this.host.realId(each < 0 ? (this.#leaves[~each] ?? -1) : this.#first + each),
      );
      for (const result of this.host.real.executeOp(name, attributes, ids, outputs))
        this.host.resolve(this.#first + place++, result);
    }
    for (const each of this.#deleted) this.host.free(this.#first + each);
    for (const id of this.#done) this.host.free(id);
    this.#done = [];
  }
}

function matches(
  node: TapeNode,
  name: string,
  attributes: readonly Attribute[],
  references: readonly Reference[],
  leaves: readonly LeafPattern[],
  outputs: number,
): boolean {
  const { signature } = node;
  return (
    signature !== undefined &&
    signature.name === name &&
    signature.outputs === outputs &&
    sameList(signature.inputs, references) &&
    sameAttributes(attributes, signature.attributes) &&
    node.leaves.every((leaf, index) => isSameLeaf(leaf, leaves[index]))
  );
}

function isSameLeaf(a: LeafPattern, b: LeafPattern | undefined): boolean {
  if (b === undefined || !isLike(a, b)) return false;
  if (a.sizes === undefined || b.sizes === undefined) return a.sizes === b.sizes;
  return sameList(a.sizes, b.sizes);
}

const isLike = (a: Described | undefined, b: Described | undefined): boolean =>
  a !== undefined && b !== undefined && a.dtype === b.dtype && sameList(a.shape, b.shape);
