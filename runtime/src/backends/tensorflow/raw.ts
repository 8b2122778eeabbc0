import type { TensorInfo } from '#tf';
import type { LoadedNative } from '../../native/binding.js';
import { type Attribute, attributeType, dataType, type TensorMetadata } from '../../native/graph/binding.js';

/** An output of an operation of TensorFlow, or an input of the whole. */
export type Raw = number;

/**
 * TensorFlow's operations without TensorFlow.js between, for kernels that are made of many of them: no tensor, no tape
 * and no look-up of a kernel for each. Everything that is not a result is freed at the end.
 */
export class RawOperations {
  readonly #made: TensorMetadata[] = [];
  readonly #created: number[] = [];
  /** Outputs that have another owner. */
  readonly #given = new Set<number>();

  constructor(private readonly native: LoadedNative) {}

  /** A tensor of TensorFlow.js. */
  input(tensor: TensorInfo): Raw {
    return this.native.inputId(tensor);
  }

  /** An operation with one output. */
  run(name: string, inputs: readonly Raw[], ...attributes: readonly Attribute[]): Raw {
    return this.runs(name, inputs, 1, ...attributes)[0] ?? Number.NaN;
  }

  /** An operation with several outputs. */
  runs(name: string, inputs: readonly Raw[], outputs: number, ...attributes: readonly Attribute[]): Raw[] {
    const results = this.native.binding.facade.executeOp(name, attributes, inputs, outputs);
    this.#made.push(...results);
    return results.map(({ id }) => id);
  }

  /** An elementwise operation of float32 numbers. */
  float(name: string, ...inputs: readonly Raw[]): Raw {
    return this.run(name, inputs, type('T', dataType.float));
  }

  /** A number. */
  scalar(value: number): Raw {
    return this.#create([], dataType.float, Float32Array.of(value));
  }

  /** Integers: sizes, axes or a permutation. */
  integers(values: readonly number[]): Raw {
    return this.#create([values.length], dataType.int32, Int32Array.from(values));
  }

  /** 0, 1, ... up to below `end`. */
  range(end: number): Raw {
    return this.integers(Array.from({ length: end }, (_, index) => index));
  }

  /** One integer. */
  integer(value: number): Raw {
    return this.#create([], dataType.int32, Int32Array.of(value));
  }

  /** Numbers of a shape. The array must stay as it is. */
  floats(shape: readonly number[], values: Float32Array): Raw {
    return this.#create(shape, dataType.float, values);
  }

  /** A vector that stays until it is freed by `free`. */
  lasting(values: Float32Array): Raw {
    return this.native.binding.facade.createTensor([values.length], dataType.float, values);
  }

  /** An output that stays until it is freed by `free`. */
  keep(output: Raw): Raw {
    this.#given.add(output);
    return output;
  }

  free(lasting: Raw): void {
    this.native.binding.facade.deleteTensor(lasting);
  }

  reshape(x: Raw, shape: readonly number[]): Raw {
    return this.run('Reshape', [x, this.integers(shape)], type('T', dataType.float), indexType('Tshape'));
  }

  /** Integers in another shape. */
  reshapeIntegers(x: Raw, shape: readonly number[]): Raw {
    return this.run('Reshape', [x, this.integers(shape)], type('T', dataType.int32), indexType('Tshape'));
  }

  /** Numbers of any shapes one after the other, as one vector. */
  flatten(parts: readonly Raw[]): Raw {
    const vectors = parts.map((part) => this.reshape(part, [-1]));
    const [only] = vectors;
    if (vectors.length === 1 && only !== undefined) return only;
    const count = integer('N', vectors.length);
    return this.run(
      'ConcatV2',
      [...vectors, this.integer(0)],
      count,
      type('T', dataType.float),
      indexType('Tidx'),
    );
  }

  /** 1 where a bool is true, else 0. */
  fromBool(bool: Raw): Raw {
    return this.run('Cast', [bool], type('SrcT', dataType.bool), type('DstT', dataType.float));
  }

  /** The 2-norm of tensors of TensorFlow.js as one vector. */
  norm(tensors: readonly TensorInfo[]): Raw {
    const half = this.float('L2Loss', this.flatten(tensors.map((tensor) => this.input(tensor))));
    return this.float('Sqrt', this.float('AddV2', half, half));
  }

  /** A vector as what it was made of by `flatten`. */
  unflatten(vector: Raw, shapes: readonly (readonly number[])[]): Raw[] {
    const sizes = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
    const count = integer('num_split', sizes.length);
    const inputs = [vector, this.integers(sizes), this.integer(0)];
    const parts = this.runs(
      'SplitV',
      inputs,
      sizes.length,
      count,
      type('T', dataType.float),
      indexType('Tlen'),
    );
    return shapes.map((shape, index) => this.reshape(parts[index] ?? Number.NaN, shape));
  }

  transpose(x: Raw, permutation: readonly number[]): Raw {
    return this.run(
      'Transpose',
      [x, this.integers(permutation)],
      type('T', dataType.float),
      indexType('Tperm'),
    );
  }

  /** Sum, Mean, Max ... over some axes. */
  reduce(name: string, x: Raw, axes: readonly number[], keepDims: boolean): Raw {
    return this.run(
      name,
      [x, this.integers(axes)],
      flag('keep_dims', keepDims),
      type('T', dataType.float),
      indexType('Tidx'),
    );
  }

  matMul(a: Raw, b: Raw, transposeA = false, transposeB = false): Raw {
    return this.run(
      'MatMul',
      [a, b],
      flag('transpose_a', transposeA),
      flag('transpose_b', transposeB),
      type('T', dataType.float),
    );
  }

  batchMatMul(a: Raw, b: Raw, transposeA = false, transposeB = false): Raw {
    return this.run(
      'BatchMatMulV2',
      [a, b],
      flag('adj_x', transposeA),
      flag('adj_y', transposeB),
      type('T', dataType.float),
    );
  }

  /** Puts an output in the place of what a tensor of TensorFlow.js holds, for all that share its memory. */
  replace(tensor: TensorInfo, by: Raw): void {
    this.native.replace(tensor, by);
    this.#given.add(by);
  }

  /** Frees what was made on the way; the results as tensors, which are the caller's. */
  finish(results: readonly Raw[]): TensorInfo[] {
    const kept = new Set(results);
    for (const { id } of this.#made)
      if (!kept.has(id) && !this.#given.has(id)) this.native.binding.facade.deleteTensor(id);
    for (const id of this.#created) this.native.binding.facade.deleteTensor(id);
    const byId = new Map(this.#made.map((each) => [each.id, each]));
    return results.map((id) => {
      const metadata = byId.get(id);
      if (metadata === undefined) throw new Error('A fused operation answers one of its inputs.');
      return this.native.makeTensor(metadata);
    });
  }

  #create(shape: readonly number[], dtype: number, values: Float32Array | Int32Array): Raw {
    const id = this.native.binding.facade.createTensor(shape, dtype, values);
    this.#created.push(id);
    return id;
  }
}

/** An attribute that is a type. */
export const type = (name: string, value: number): Attribute => ({ name, type: attributeType.type, value });

/** The type of sizes and axes. */
export const indexType = (name: string): Attribute => type(name, dataType.int32);

/** An attribute that is true or false. */
export const flag = (name: string, value: boolean): Attribute => ({ name, type: attributeType.bool, value });

/** An attribute that is an integer. */
export const integer = (name: string, value: number): Attribute => ({ name, type: attributeType.int, value });

/** An attribute that is a number. */
export const number = (name: string, value: number): Attribute => ({
  name,
  type: attributeType.float,
  value,
});
