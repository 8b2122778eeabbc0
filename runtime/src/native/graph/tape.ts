import type { Attribute, TensorMetadata, Values } from './binding.js';

/**
 * Where an operation's input comes from: a place in the list of all outputs of the tape, from 0, or `~index` of a leaf.
 */
export type Reference = number;

/** An operation without its sizes: two tapes with the same ones differ in sizes and values alone. */
export interface OperationSignature {
  /** Of all operations of this process. */
  readonly key: number;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly Reference[];
  readonly outputs: number;
}

/** What a tape says of one of its inputs from outside, a leaf. */
export interface LeafPattern {
  readonly dtype: number;
  readonly shape: readonly number[];
  /** Sizes and axes: the leaf must hold these integers, as the shapes of what follows depend on them. */
  readonly sizes: readonly number[] | undefined;
}

/** An operation on a tape; the way from the root to a node is a tape. Tapes that begin alike share their beginning. */
export class TapeNode {
  readonly children: TapeNode[] = [];

  constructor(
    readonly parent: TapeNode | undefined,
    /** Undefined for the root. */
    readonly signature: OperationSignature | undefined,
    readonly outputs: readonly Pick<TensorMetadata, 'shape' | 'dtype'>[],
    /** The leaves that this operation is the first to use. */
    readonly leaves: readonly LeafPattern[],
  ) {}

  /** The operations from the first to this one. */
  path(): OperationSignature[] {
    const operations: OperationSignature[] = [];
    for (let node: TapeNode | undefined = this; node?.signature !== undefined; node = node.parent)
      operations.push(node.signature);
    return operations.reverse();
  }

  /** The leaves from the first operation to this one. */
  leavesOfPath(): LeafPattern[] {
    const nodes: TapeNode[] = [];
    for (let node: TapeNode | undefined = this; node !== undefined; node = node.parent) nodes.push(node);
    return nodes.reverse().flatMap(({ leaves }) => leaves);
  }
}

const signatures = new Map<string, OperationSignature>();

/** The one signature of these parts: tapes share them, and compare them by `key`. */
export function signatureOf(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Reference[],
  outputs: number,
): OperationSignature {
  const kept = attributes.filter(({ value }) => value !== undefined && value !== null);
  const text = JSON.stringify([
    name,
    outputs,
    inputs,
    kept.map((each) => [each.name, each.type, String(each.value)]),
  ]);
  let signature = signatures.get(text);
  if (signature === undefined) {
    signature = { key: signatures.size, name, attributes: kept, inputs, outputs };
    signatures.set(text, signature);
  }
  return signature;
}

/** Whether the attributes of an operation are those of a signature. */
export function sameAttributes(attributes: readonly Attribute[], known: readonly Attribute[]): boolean {
  let at = 0;
  for (const { name, type, value } of attributes) {
    if (value === undefined || value === null) continue;
    const other = known[at++];
    if (other === undefined || other.name !== name || other.type !== type) return false;
    if (value === other.value) continue;
    if (!Array.isArray(value) || !Array.isArray(other.value) || !sameList(value, other.value)) return false;
  }
  return at === known.length;
}

/** Whether two lists hold the same numbers. */
export function sameList(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The bytes of values; undefined for strings. */
export function bytesOf(values: Values): Uint8Array | undefined {
  if (!ArrayBuffer.isView(values)) return undefined;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
