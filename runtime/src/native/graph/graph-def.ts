import { bytesField, float, floatBytes, integer, message, text, varint } from '../../protobuf.js';
import { type Attribute, attributeType, dataType } from './binding.js';

// The messages of TensorFlow's graph.proto, attr_value.proto and tensor.proto that a graph without functions or variables
// needs. Numbers are those of the fields there.

/** The version that a graph claims to be made by; TensorFlow refuses those that are older than its oldest. */
const PRODUCER = 1882;
const MIN_CONSUMER = 12;

/** The value of an attribute, encoded. */
export type AttributeValue = Buffer;

/** A shape; -1 is a size that is not known, undefined a shape of which not even the rank is. */
export type PartialShape = readonly number[] | undefined;

const shapeFields = (shape: PartialShape) =>
  shape === undefined ? [integer(3, 1)] : shape.map((size) => message(2, [integer(1, size)]));

/** Values of attributes by their kind. */
export const attribute = {
  type: (dtype: number): AttributeValue => integer(6, dtype),
  shape: (shape: PartialShape): AttributeValue => message(7, shapeFields(shape)),
  /** A constant: its type, shape and bytes in the machine's order. */
  tensor: (dtype: number, shape: readonly number[], bytes: Uint8Array): AttributeValue =>
    message(8, [integer(1, dtype), message(2, shapeFields(shape)), ...tensorContent(dtype, bytes)]),
};

/** A tensor of one value many times over is written as that value: gradients are full of ones and zeros. */
function tensorContent(dtype: number, bytes: Uint8Array): Buffer[] {
  const isSplat =
    bytes.length > 4 && bytes.length % 4 === 0 && bytes.every((byte, at) => byte === bytes[at % 4]);
  if (isSplat && dtype === dataType.float) return [bytesField(5, bytes.subarray(0, 4))];
  return [bytesField(4, bytes)];
}

/** An attribute as tfjs-node's kernels give it to the binding. Throws for a kind that they do not use. */
export function attributeValue({ name, type, value }: Attribute): AttributeValue {
  const list = Array.isArray(value) ? (value as number[]) : undefined;
  switch (type) {
    case attributeType.string:
      return text(2, String(value));
    case attributeType.int:
      return list === undefined
        ? integer(3, Number(value))
        : message(1, [bytesField(3, Buffer.concat(list.map(varint)))]);
    case attributeType.float:
      return list === undefined
        ? float(4, Number(value))
        : message(1, [bytesField(4, Buffer.concat(list.map(floatBytes)))]);
    case attributeType.bool:
      return list === undefined
        ? integer(5, Number(value))
        : message(1, [bytesField(5, Buffer.concat(list.map((each) => varint(Number(each)))))]);
    case attributeType.type:
      return attribute.type(Number(value));
    case attributeType.shape:
      return attribute.shape(list);
    default:
      throw new Error(`The attribute ${name} is of the kind ${type}, which no graph is written with here.`);
  }
}

/** One node, encoded as a field of a graph. `inputs` are `name:output`, or `^name` for what has to run before. */
export function node(
  name: string,
  operation: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>>,
): Buffer {
  const entries = Object.entries(attributes);
  return message(1, [
    text(1, name),
    text(2, operation),
    ...inputs.map((input) => text(3, input)),
    ...entries.map(([key, value]) => message(5, [text(1, key), bytesField(2, value)])),
  ]);
}

/** The bytes of a GraphDef of these nodes. */
export function graphDef(nodes: readonly Buffer[]): Buffer {
  const versions = message(4, [integer(1, PRODUCER), integer(2, MIN_CONSUMER)]);
  return Buffer.concat([...nodes, versions]);
}
