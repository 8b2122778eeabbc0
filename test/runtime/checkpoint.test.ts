import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../runtime/src/checkpoint/json.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  type TensorData,
} from '../../runtime/src/checkpoint/safetensors.js';
import {
  type Checkpoint,
  checkpointPath,
  checkpointSteps,
  newestCheckpoint,
  pruneCheckpoints,
  readCheckpoint,
  writeCheckpoint,
} from '../../runtime/src/checkpoint/store.js';
import { crc32c } from '../../runtime/src/training/crc32c.js';
import { openEvents } from '../../runtime/src/training/tensorboard.js';
import { temporaryFolder } from './make-run.js';

const tensor = (shape: number[], ...values: number[]): TensorData => ({
  shape,
  data: Float32Array.from(values),
});
const tensors = () =>
  new Map<string, TensorData>([
    ['encoder.weight', tensor([2, 3], 1, -0, 1.5e-45, Number.MAX_VALUE, -3.25, 7)],
    ['scalar', tensor([], 42)],
    ['empty', tensor([0, 4])],
    ['ids', { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) }],
    ['名前 "quoted"', tensor([1], Number.NaN)],
  ]);

describe('safetensors', () => {
  const bytes = Buffer.concat(encodeSafetensors(tensors()));

  it('gives every value back', () => {
    const read = decodeSafetensors(bytes, 'model.safetensors');
    expect(read).toEqual(tensors());
    expect(Object.is(read.get('encoder.weight')?.data[1], -0)).toBe(true);
    // Each tensor has memory of its own: a backend may keep and change it.
    expect(read.get('scalar')?.data.buffer.byteLength).toBe(4);
  });

  it('has the bytes that the format asks for', () => {
    const [head = new Uint8Array(), data] = encodeSafetensors(new Map([['a', tensor([1, 2], 1, -2)]]));
    const header =
      '{"__metadata__":{"format":"optim-sches"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const padded = Math.ceil(header.length / 8) * 8;
    expect(Buffer.from(head).readBigUInt64LE()).toBe(BigInt(padded));
    expect(Buffer.from(head).subarray(8).toString()).toBe(header.padEnd(padded));
    expect(Buffer.from(data ?? []).toString('hex')).toBe('0000803f000000c0');
  });

  const withHeader = (header: string, data = '') => {
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([head, Buffer.from(header + data)]);
  };
  it.each([
    ['nothing', Buffer.alloc(3), 'is no whole safetensors file: it has 3 bytes'],
    ['a cut header', bytes.subarray(0, 40), 'its header is cut off'],
    ['a header that is no JSON', withHeader('{"a":'), 'its header is no JSON object'],
    ['cut data', bytes.subarray(0, bytes.length - 1), 'is cut off'],
    [
      'another type',
      withHeader('{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}', 'xx'),
      'is stored as F16',
    ],
    [
      'a wrong length',
      withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 'xxxx'),
      'has a length that does not fit',
    ],
    ['a wrong entry', withHeader('{"a":{"dtype":"F32","shape":"no"}}'), 'is described wrongly in the header'],
  ])('says what is wrong with %s', (_, file, message) => {
    expect(() => decodeSafetensors(file, 'm.safetensors')).toThrow(message);
  });
});

describe('checkpoints', () => {
  const at = (step: number): Checkpoint => ({
    step,
    model: new Map([['w', tensor([1], step)]]),
    optimizers: new Map([['a/b', new Map([['w.exp_avg', tensor([1], step / 2)]])]]),
    state: { position: { step }, lastBest: 'Infinity' },
  });
  const filled = (...steps: number[]) => {
    const folder = join(temporaryFolder(), 'checkpoints');
    for (const step of steps) writeCheckpoint(folder, at(step));
    return folder;
  };

  it('come back as they were', () => {
    const folder = filled(7);
    expect(readCheckpoint(checkpointPath(folder, 7))).toEqual(at(7));
    expect(readdirSync(checkpointPath(folder, 7)).sort()).toEqual([
      'model.safetensors',
      'optimizer.a%2Fb.safetensors',
      'state.json',
    ]);
  });

  it('are listed by number, and pruned', () => {
    const folder = filled(9, 10, 100);
    expect(checkpointSteps(folder)).toEqual([9, 10, 100]);
    pruneCheckpoints(folder, new Set([9, 100]));
    expect(checkpointSteps(folder)).toEqual([9, 100]);
  });

  const files = ['model.safetensors', 'optimizer.a%2Fb.safetensors', 'state.json'];
  const damages: [string, (file: string) => void][] = [
    ['missing', (file) => rmSync(file)],
    ['cut off', (file) => truncateSync(file, readFileSync(file).length - 2)],
    ['empty', (file) => writeFileSync(file, '')],
    [
      'changed in one bit',
      (file) => {
        const content = readFileSync(file);
        const middle = content.length - 12;
        content[middle] = (content[middle] ?? 0) ^ 1;
        writeFileSync(file, content);
      },
    ],
  ];
  const rows = files.flatMap((file) => damages.map(([name, damage]) => ({ file, name, damage })));

  it.each(rows)('a newest one whose $file is $name is named and passed over', ({ file, damage }) => {
    const folder = filled(5, 12);
    damage(join(checkpointPath(folder, 12), file));
    const { path, checkpoint, broken } = newestCheckpoint(folder);
    expect([path, checkpoint?.step]).toEqual([checkpointPath(folder, 5), 5]);
    expect(broken.map((each) => each.path)).toEqual([checkpointPath(folder, 12)]);
    expect(broken[0]?.why).not.toBe('');
  });

  it('that a crash left half-written are not seen, and go away at the next one', () => {
    const folder = filled(5);
    const half = join(folder, '.step-6.0123abcd.tmp');
    cpSync(checkpointPath(folder, 5), half, { recursive: true });
    expect(newestCheckpoint(folder).checkpoint?.step).toBe(5);
    writeCheckpoint(folder, at(6));
    expect(existsSync(half)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['step-5', 'step-6']);
  });

  it('that are broken are replaced when a run comes by again', () => {
    const folder = filled(5);
    rmSync(join(checkpointPath(folder, 5), 'model.safetensors'));
    writeCheckpoint(folder, at(5));
    expect(newestCheckpoint(folder)).toMatchObject({ checkpoint: at(5), broken: [] });
  });

  it('are none in a folder that is not there', () => {
    expect(newestCheckpoint(join(temporaryFolder(), 'nowhere'))).toEqual({
      path: undefined,
      checkpoint: undefined,
      broken: [],
    });
  });

  it('of another format are refused with its number', () => {
    const folder = filled(1);
    const file = join(checkpointPath(folder, 1), 'state.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format":1', '"format":2'));
    expect(newestCheckpoint(folder).broken[0]?.why).toBe(
      'state.json has the format 2; this version reads format 1',
    );
  });
});

it('numbers that JSON lacks are strings', () => {
  expect(toJson({ a: Number.NaN, b: [Number.POSITIVE_INFINITY, -Infinity, 1.5] })).toBe(
    '{"a":"NaN","b":["Infinity","-Infinity",1.5]}',
  );
});

describe('TensorBoard events', () => {
  // The check values of RFC 3720, appendix B.4.
  it.each([
    [Buffer.alloc(32), 0x8a9136aa],
    [Buffer.alloc(32, 0xff), 0x62a8ab43],
    [Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
    [Buffer.from('123456789'), 0xe3069283],
  ])('crc32c of %o', (data, expected) => expect(crc32c(data)).toBe(expected));

  it('are records of a version, of a restart and of scalars', () => {
    const folder = join(temporaryFolder(), 'tensorboard');
    mkdirSync(folder);
    const events = openEvents(folder, 301, () => 1_700_000_000_500);
    events.scalars(301, { 'loss/loss': 0.5 });
    events.scalars(302, {});
    events.close();
    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(/^events\.out\.tfevents\.1700000000\..+\.\d+\.301$/);
    const file = readFileSync(join(folder, name));
    const records: string[] = [];
    for (let at = 0; at < file.length; ) {
      const length = Number(file.readBigUInt64LE(at));
      const check = (data: Buffer) => (((crc32c(data) >>> 15) | (crc32c(data) << 17)) + 0xa282ead8) >>> 0;
      expect(file.readUInt32LE(at + 8)).toBe(check(file.subarray(at, at + 8)));
      const data = file.subarray(at + 12, at + 12 + length);
      expect(file.readUInt32LE(at + 12 + length)).toBe(check(data));
      records.push(data.toString('hex'));
      at += 16 + length;
    }
    const hex = (text: string) => Buffer.from(text).toString('hex');
    expect(records).toEqual([
      `${records[0]?.slice(0, 18)}1a0d${hex('brain.Event:2')}`,
      `${records[0]?.slice(0, 18)}10ad023a020801`,
      `${records[0]?.slice(0, 18)}10ad022a120a100a09${hex('loss/loss')}150000003f`,
    ]);
    const seconds = Buffer.from(records[0]?.slice(2, 18) ?? '', 'hex').readDoubleLE();
    expect(seconds).toBe(1_700_000_000.5);
  });
});
