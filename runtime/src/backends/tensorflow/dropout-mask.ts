import * as tf from '#tf';
import { dataType } from '../../native/graph/binding.js';
import { scrambledCounters } from '../../nn/random.js';
import { indexType, type Raw, type RawOperations, type } from './raw.js';

/** DT_UINT32 of TensorFlow's types.proto: TensorFlow.js has no such type, and no tensor of it leaves this file. */
const UINT32 = 22;

/** What of `hash32` does not depend on the seed, for the first so many places: one tensor that stays. */
let counters: { readonly size: number; readonly id: Raw } | undefined;

/**
 * `scale` where a number is kept and 0 where it is dropped, for a tensor of a shape: the mask of `dropout` on every
 * backend, computed where the tensor is. All of `hash32` is integers of 32 bits, which TensorFlow has on a GPU as well.
 */
export function dropoutMask(
  raw: RawOperations,
  shape: readonly number[],
  seed: number,
  threshold: number,
  scale: number,
): Raw {
  const size = tf.util.sizeFromShape([...shape]);
  const places = raw.run(
    'Slice',
    [countersFor(raw, size), raw.integers([0]), raw.integers([size])],
    type('T', dataType.float),
    indexType('Index'),
  );
  const seedBits = bitsOf(raw, raw.floats([], floatsOf(Uint32Array.of(seed))), dataType.float);
  const bits = mix(raw, integers('BitwiseXor', raw, bitsOf(raw, places, dataType.float), seedBits));
  const isKept = integers('GreaterEqual', raw, bits, constant(raw, threshold));
  return raw.reshape(raw.float('Mul', raw.fromBool(isKept), raw.scalar(scale)), shape);
}

/** `mix` of src/nn/random.ts. */
function mix(raw: RawOperations, bits: Raw): Raw {
  const shifted = (x: Raw, by: number) =>
    integers('BitwiseXor', raw, x, integers('RightShift', raw, x, constant(raw, by)));
  const first = integers('Mul', raw, shifted(bits, 16), constant(raw, 0x85ebca6b));
  const second = integers('Mul', raw, shifted(first, 13), constant(raw, 0xc2b2ae35));
  return shifted(second, 16);
}

const integers = (name: string, raw: RawOperations, a: Raw, b: Raw): Raw =>
  raw.run(name, [a, b], type('T', UINT32));

const bitsOf = (raw: RawOperations, x: Raw, from: number): Raw =>
  raw.run('Bitcast', [x], type('T', from), type('type', UINT32));

/** The same in every step: a constant of the step's graph. */
const constant = (raw: RawOperations, value: number): Raw =>
  bitsOf(raw, raw.integer(value | 0), dataType.int32);

/** Bits as float32, which go to the GPU when they are made: integers would stay in the processor's memory. */
const floatsOf = (bits: Uint32Array): Float32Array => new Float32Array(bits.buffer);

/** At least so many counters. There are more than now asked for: with others, every step's graph is another. */
function countersFor(raw: RawOperations, size: number): Raw {
  if (counters !== undefined && counters.size >= size) return counters.id;
  if (counters !== undefined) raw.free(counters.id);
  const enough = 2 ** Math.max(20, Math.ceil(Math.log2(size)));
  counters = { size: enough, id: raw.lasting(floatsOf(scrambledCounters(enough))) };
  return counters.id;
}
