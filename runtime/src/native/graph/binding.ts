// What tfjs-node's binding looks like from JavaScript, as far as it is used here.

/** An attribute of an operation; `type` says which kind (the binding's TF_ATTR_...). */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor as the binding answers it. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: readonly number[];
  /** TensorFlow's number of the type (DT_FLOAT is 1). */
  readonly dtype: number;
}

/** The values of a tensor: a typed array, or bytes of strings. */
export type Values = ArrayBufferView | readonly Uint8Array[];

/** The functions of the binding that tensors go through. Ids are integers from 0, never used again. */
export interface Binding {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, values: Values): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Values;
  tensorDataBuffer(id: number): Buffer;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[];
}

/** Makes functions of graphs, which `executeOp` then runs by their names. Both throw what TensorFlow says. */
export interface GraphFunctions {
  /** The function of a graph (the bytes of a GraphDef): its inputs are placeholders, its outputs those of nodes (`b3`, `b3:1`). */
  add(name: string, graph: Uint8Array, inputs: readonly string[], outputs: readonly string[]): void;
  remove(name: string): void;
}

/** The number of a type in TensorFlow (types.proto). */
export const dataType = { float: 1, int32: 3, bool: 10 } as const;

/** The kind of an attribute (TF_AttrType in c_api.h). */
export const attributeType = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;
