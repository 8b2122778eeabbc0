// Fields of protocol buffers, as bytes: key = number << 3 | wire type (0 varint, 1 eight bytes, 2 length and bytes, 5
// four bytes). The few messages that the runtime writes (TensorBoard's events, TensorFlow's graphs) need no more.

/** A number of 0 to 2^53, or a negative one in the ten bytes of its 64-bit two's complement. */
export function varint(value: number): Buffer {
  if (value < 0) return bigVarint(BigInt.asUintN(64, BigInt(value)));
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

function bigVarint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) + 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

const key = (field: number, wireType: number) => varint(field * 8 + wireType);

/** An integer, an enum or, as 0 or 1, a bool. */
export const integer = (field: number, value: number) => Buffer.concat([key(field, 0), varint(value)]);

/** Bytes, or a message given as its bytes. */
export const bytesField = (field: number, bytes: Uint8Array) =>
  Buffer.concat([key(field, 2), varint(bytes.length), bytes]);

/** A message given as its fields. */
export const message = (field: number, fields: readonly Uint8Array[]) =>
  bytesField(field, Buffer.concat(fields));

/** A string. */
export const text = (field: number, value: string) => bytesField(field, Buffer.from(value, 'utf8'));

/** A number in double precision. */
export function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([key(field, 1), bytes]);
}

/** A number in single precision. */
export function float(field: number, value: number): Buffer {
  return Buffer.concat([key(field, 5), floatBytes(value)]);
}

/** The four bytes of a number in single precision, as a packed list has them. */
export function floatBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
