import type {
  Attribute,
  Binding,
  GraphFunctions,
  TensorMetadata,
  Values,
} from '../../runtime/src/native/graph/binding.js';

interface Held {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Float32Array | Int32Array;
}

interface Node {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Message>;
}

interface GraphFunction {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

type Message = ReadonlyMap<number, readonly (number | Buffer)[]>;

/** A binding with a handful of operations in JavaScript, which reads and runs the graphs that are written for TensorFlow. */
export class FakeTensorFlow implements Binding, GraphFunctions {
  readonly TF_Version = 'fake';
  /** Operations executed one by one so far. */
  executed = 0;
  /** Graphs loaded so far, and runs of them. */
  loaded = 0;
  runs = 0;
  /** What the next run of a graph says instead of running. */
  failure: string | undefined;
  readonly tensors = new Map<number, Held>();
  /** Those of them that were made from one number without dimensions. */
  readonly numbers = new Set<number>();
  readonly #functions = new Map<string, GraphFunction>();
  #next = 0;

  isUsingGpuDevice = () => false;

  createTensor = (shape: readonly number[], dtype: number, values: Values): number => {
    const array =
      dtype === 3 ? Int32Array.from(values as Int32Array) : Float32Array.from(values as Float32Array);
    if (array.length !== shape.reduce((a, b) => a * b, 1))
      throw new Error('The shape does not fit the values.');
    const { id } = this.#hold({ shape: [...shape], dtype, values: array });
    if (shape.length === 0) this.numbers.add(id);
    return id;
  };

  deleteTensor = (id: number): void => {
    if (!this.tensors.delete(id)) throw new Error(`Delete called on a tensor that is not there (${id}).`);
  };

  tensorDataSync = (id: number): Values => this.#held(id).values.slice();

  tensorDataBuffer = (id: number): Buffer => Buffer.from(this.#held(id).values.slice().buffer);

  executeOp = (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    _outputs: number,
  ): TensorMetadata[] => {
    const known = this.#functions.get(name);
    if (known !== undefined) return this.#runFunction(known, inputs);
    this.executed += 1;
    const numbers = new Map(attributes.map((each) => [each.name, Number(each.value)]));
    return compute(
      name,
      inputs.map((id) => this.#held(id)),
      numbers,
    ).map((held) => this.#hold(held));
  };

  add = (name: string, graph: Uint8Array, inputs: readonly string[], outputs: readonly string[]): void => {
    if (this.#functions.has(name)) throw new Error(`There is a function ${name} already.`);
    const nodes = (parse(Buffer.from(graph)).get(1) ?? []).map((bytes) => readNode(bytes as Buffer));
    this.loaded += 1;
    this.#functions.set(name, { nodes: new Map(nodes.map((node) => [node.name, node])), inputs, outputs });
  };

  remove = (name: string): void => {
    if (!this.#functions.delete(name)) throw new Error(`There is no function ${name}.`);
  };

  #runFunction({ nodes, inputs, outputs }: GraphFunction, ids: readonly number[]): TensorMetadata[] {
    if (this.failure !== undefined) throw new Error(this.failure);
    this.runs += 1;
    const fed = new Map(inputs.map((name, index) => [name, this.#held(ids[index] ?? -1)]));
    const known = new Map<string, Held[]>();
    const run = (name: string): Held[] => {
      const node = nodes.get(name);
      if (node === undefined) throw new Error(`There is no node ${name}.`);
      let results = known.get(name);
      if (results === undefined) {
        results = this.#runNode(node, fed, (reference) => {
          const [from = '', output = '0'] = reference.split(':');
          return run(from)[Number(output)] as Held;
        });
        known.set(name, results);
      }
      return results;
    };
    return outputs.map((reference) => {
      const [name = '', output = '0'] = reference.split(':');
      return this.#hold(run(name)[Number(output)] as Held);
    });
  }

  #runNode(node: Node, fed: ReadonlyMap<string, Held>, input: (reference: string) => Held): Held[] {
    if (node.operation === 'Placeholder') {
      const held = fed.get(node.name);
      if (held === undefined) throw new Error(`Nothing is fed to ${node.name}.`);
      return [checkShape(held, node)];
    }
    if (node.operation === 'Const') return [readConstant(node)];
    const numbers = new Map([...node.attributes].map(([key, value]) => [key, readNumber(value)]));
    return compute(node.operation, node.inputs.map(input), numbers);
  }

  #held(id: number): Held {
    const held = this.tensors.get(id);
    if (held === undefined) throw new Error(`There is no tensor ${id}.`);
    return held;
  }

  #hold(held: Held): TensorMetadata {
    const id = this.#next++;
    this.tensors.set(id, held);
    return { id, shape: held.shape, dtype: held.dtype };
  }
}

function compute(name: string, inputs: readonly Held[], attributes: ReadonlyMap<string, number>): Held[] {
  const [a, b] = inputs as [Held, Held];
  const elementwise = (of: (x: number, y: number) => number): Held[] => {
    const long = a.values.length >= b.values.length ? a : b;
    const at = (held: Held, i: number) => held.values[i % held.values.length] ?? 0;
    const values = Float32Array.from(long.values, (_, i) => of(at(a, i), at(b, i)));
    return [{ shape: long.shape, dtype: 1, values }];
  };
  switch (name) {
    case 'Add':
      return elementwise((x, y) => x + y);
    case 'Mul':
      return elementwise((x, y) => x * y);
    case 'Scale':
      return [{ ...a, values: a.values.map((x) => x * (attributes.get('factor') ?? 0)) as Float32Array }];
    case 'Reshape':
      return [{ ...a, shape: [...b.values] }];
    case 'Sum':
      return [{ shape: [], dtype: 1, values: Float32Array.of([...a.values].reduce((x, y) => x + y, 0)) }];
    case 'Both':
      return [
        { ...a, values: a.values.map((x) => -x) as Float32Array },
        { ...a, values: a.values.map((x) => x + 1) as Float32Array },
      ];
    case 'Where': {
      const values = Float32Array.from([...a.values].filter((x) => x > 0));
      return [{ shape: [values.length], dtype: 1, values }];
    }
    default:
      throw new Error(`There is no operation ${name}.`);
  }
}

function checkShape(held: Held, node: Node): Held {
  const shape = parse(one(node.attributes.get('shape') ?? new Map(), 7));
  if (shape.get(3) !== undefined) return held;
  const sizes = (shape.get(2) ?? []).map((each) => Number(parse(each as Buffer).get(1)?.[0] ?? 0));
  const fits =
    sizes.length === held.shape.length &&
    sizes.every((size, axis) => size === -1 || size === held.shape[axis]);
  if (!fits) throw new Error(`${node.name} is [${sizes}] and gets [${held.shape}].`);
  return held;
}

function readConstant(node: Node): Held {
  const tensor = parse(one(node.attributes.get('value') ?? new Map(), 8));
  const dtype = Number(tensor.get(1)?.[0]);
  const shape = (parse(one(tensor, 2)).get(2) ?? []).map((each) =>
    Number(parse(each as Buffer).get(1)?.[0] ?? 0),
  );
  const size = shape.reduce((x, y) => x * y, 1);
  const splat = tensor.get(5)?.[0] as Buffer | undefined;
  if (splat !== undefined) return { shape, dtype, values: new Float32Array(size).fill(splat.readFloatLE()) };
  const bytes = Uint8Array.from(one(tensor, 4)).buffer;
  return { shape, dtype, values: dtype === 3 ? new Int32Array(bytes) : new Float32Array(bytes) };
}

function readNumber(value: Message): number {
  const [float] = value.get(4) ?? [];
  if (float instanceof Buffer) return float.readFloatLE();
  return Number(value.get(3)?.[0] ?? value.get(5)?.[0] ?? value.get(6)?.[0] ?? 0);
}

function readNode(bytes: Buffer): Node {
  const node = parse(bytes);
  const entries = (node.get(5) ?? []).map((each): [string, Message] => {
    const entry = parse(each as Buffer);
    return [one(entry, 1).toString(), parse(one(entry, 2))];
  });
  return {
    name: one(node, 1).toString(),
    operation: one(node, 2).toString(),
    inputs: (node.get(3) ?? []).map(String),
    attributes: new Map(entries),
  };
}

function one(message: Message, field: number): Buffer {
  const [value] = message.get(field) ?? [];
  return value instanceof Buffer ? value : Buffer.alloc(0);
}

/** The fields of a protocol buffer; four and eight bytes stay bytes. */
function parse(bytes: Buffer): Message {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = key & 7;
    const value = wire === 0 ? varint() : take(wire === 2 ? varint() : wire === 5 ? 4 : 8);
    const field = Math.floor(key / 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}
