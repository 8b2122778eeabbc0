// The safetensors format (https://github.com/huggingface/safetensors): 8 bytes with the length of the header, a JSON
// header, the data. No maintained npm package writes it.

/** One tensor in memory: row-major values. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

const dtypes = { F32: Float32Array, I32: Int32Array } as const;
const alignment = 8;

/** The bytes of a safetensors file, in pieces to be written one after the other. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TensorData>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: { format: 'optim-sches', ...metadata } };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength;
    header[name] = { dtype: data instanceof Int32Array ? 'I32' : 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Math.ceil(text.length / alignment) * alignment;
  const head = Buffer.alloc(8 + padded, ' ');
  head.writeBigUInt64LE(BigInt(padded), 0);
  text.copy(head, 8);
  return [
    head,
    ...[...tensors.values()].map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

/**
 * The tensors of a safetensors file, copied out of `bytes`. Throws when it is cut off or damaged, and for number
 * formats other than float32 and int32. `name` is what the messages call the file.
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Map<string, TensorData> {
  const { header, dataStart } = readHeader(bytes, name);
  const tensors = new Map<string, TensorData>();
  for (const [tensor, entry] of Object.entries(header)) {
    if (tensor !== '__metadata__') tensors.set(tensor, readTensor(bytes, dataStart, tensor, entry, name));
  }
  return tensors;
}

function readHeader(bytes: Uint8Array, name: string): { header: Record<string, unknown>; dataStart: number } {
  const damaged = (why: string) => new Error(`${name} is no whole safetensors file: ${why}.`);
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const dataStart = 8 + length;
  if (dataStart > bytes.length) throw damaged('its header is cut off');
  try {
    const header: unknown = JSON.parse(Buffer.from(bytes.subarray(8, dataStart)).toString('utf8'));
    if (typeof header !== 'object' || header === null) throw new Error('no object');
    return { header: header as Record<string, unknown>, dataStart };
  } catch {
    throw damaged('its header is no JSON object');
  }
}

function readTensor(
  bytes: Uint8Array,
  dataStart: number,
  tensor: string,
  entry: unknown,
  name: string,
): TensorData {
  const wrong = (why: string) => new Error(`${name}: the tensor ${tensor} ${why}.`);
  if (!isHeaderEntry(entry)) throw wrong('is described wrongly in the header');
  const { dtype, shape, data_offsets: range } = entry;
  if (dtype !== 'F32' && dtype !== 'I32')
    throw wrong(`is stored as ${dtype}; float32 (F32) is needed, so convert the file first`);
  const size = shape.reduce((product, length) => product * length, 1);
  const [start, end] = range;
  if (end - start !== size * 4 || start < 0) throw wrong('has a length that does not fit its shape');
  if (dataStart + end > bytes.length) throw wrong('is cut off');
  const Values = dtypes[dtype];
  // A copy, since the data need not be aligned in `bytes`; not by slice(), which shares the memory of a Buffer.
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(dataStart + start, dataStart + end));
  return { shape, data: new Values(copy.buffer) };
}

function isHeaderEntry(value: unknown): value is HeaderEntry {
  const entry = value as Partial<HeaderEntry> | null;
  const isNumbers = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((item) => Number.isSafeInteger(item));
  return (
    typeof entry?.dtype === 'string' &&
    isNumbers(entry.shape) &&
    isNumbers(entry.data_offsets) &&
    entry.data_offsets.length === 2
  );
}
