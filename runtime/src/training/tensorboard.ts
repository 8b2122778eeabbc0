// TensorBoard's event files: records of TFRecord (length, masked checksum, data, masked checksum) that hold protocol
// buffers of the type tensorflow.Event. Written here since no maintained npm package writes them.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { bytesField, double, float, integer, text } from '../protobuf.js';
import { crc32c } from './crc32c.js';

/** Writes scalars that TensorBoard shows as curves. */
export interface EventWriter {
  /** `tags` are curve names (`loss/encoder_loss`); `step` is their horizontal axis. */
  scalars(step: number, tags: Readonly<Record<string, number>>): void;
  close(): void;
}

/**
 * Opens a new event file in a folder. `fromStep` is the first step that will be written: TensorBoard then forgets
 * what an earlier file of the same folder has from there on, which a resumed run writes again.
 */
export function openEvents(folder: string, fromStep: number, now: () => number = Date.now): EventWriter {
  mkdirSync(folder, { recursive: true });
  const seconds = Math.floor(now() / 1000);
  const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${fromStep}`;
  const file = openSync(join(folder, name), 'a');
  const write = (event: readonly Uint8Array[]) => {
    const bytes = record(Buffer.concat([double(1, now() / 1000), ...event]));
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  };
  write([text(3, 'brain.Event:2')]);
  // SessionLog { status: START }
  if (fromStep > 1) write([integer(2, fromStep), bytesField(7, integer(1, 1))]);
  return {
    scalars(step, tags) {
      const values = Object.entries(tags).map(([tag, value]) =>
        bytesField(1, Buffer.concat([text(1, tag), float(2, value)])),
      );
      if (values.length > 0) write([integer(2, step), bytesField(5, Buffer.concat(values))]);
    },
    close: () => closeSync(file),
  };
}

function record(data: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(data.length), 0);
  head.writeUInt32LE(masked(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(masked(data), 0);
  return Buffer.concat([head, data, tail]);
}

/** TFRecord's checksum: rotated and shifted, so that a checksum of data with checksums stays strong. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
