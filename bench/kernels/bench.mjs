// Speed of the wasm kernels that do most of a training step, for each way in which they are compiled (docs/wasm.md): the
// matrix products of the quick and the large size of bench/train, and attention, on one thread; and what a second thread
// brings to a product. Best of all rounds, in which all take turns, as other programs may use the machine as well.
//
//   npm run build && node bench/kernels/bench.mjs [--rounds 25]
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { compile, instantiate, moduleKinds } from '../../runtime/dist/backends/wasm/modules.js';
import { startTeam } from '../../runtime/dist/backends/wasm/team/index.js';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const rounds = Number(options.rounds);

const FLOAT = 4;
const memory = new WebAssembly.Memory({ initial: 4096, maximum: 65536, shared: true });
const heap = {
  memory,
  next: 1024,
  allocate(bytes) {
    const at = this.next;
    this.next += Math.ceil(bytes / 64) * 64;
    return at;
  },
};
const operand = () => {
  const floats = 4 * 2 ** 20;
  const at = heap.allocate(FLOAT * floats);
  const view = new Float32Array(memory.buffer, at, floats);
  for (let i = 0; i < floats; i++) view[i] = Math.sin(i);
  return at;
};

const modules = moduleKinds
  .map((kind) => ({ kind, module: compile(kind) }))
  .filter(({ module }) => module !== undefined)
  .map(({ kind, module }) => ({ kind, module, kernels: instantiate(module, memory), wide: kind === 'wide' }));
const scratchBytes = modules[0].kernels.gemmScratch.value;
const scratch = heap.allocate(2 * scratchBytes);
const [a, b, c, d, e] = Array.from({ length: 5 }, operand);

/** Words times places of a batch of each size, and its products: forward, of the input, of the weights. */
const sizes = [
  { name: 'quick', rows: 1152, d: 64, inner: 256, batch: 128, T: 9 },
  { name: 'large', rows: 2304, d: 128, inner: 512, batch: 256, T: 9 },
];
const products = sizes.flatMap(({ name, rows, d: from, inner }) => [
  { name: `${name}: X W [${rows},${from}] [${from},${inner}]`, m: rows, k: from, n: inner },
  {
    name: `${name}: dY W' [${rows},${inner}] [${inner},${from}]`,
    m: rows,
    k: inner,
    n: from,
    transposeB: true,
  },
  {
    name: `${name}: X' dY [${from},${rows}] [${rows},${inner}]`,
    m: from,
    k: rows,
    n: inner,
    transposeA: true,
  },
]);

const productArguments = ({ m, k, n, transposeA, transposeB }, wide) => [
  ...[a, FLOAT * (transposeA ? 1 : k), FLOAT * (transposeA ? m : 1)],
  ...[b, FLOAT * (transposeB ? 1 : n), FLOAT * (transposeB ? k : 1)],
  ...[c, FLOAT * n, m, k, n, 0, 0, wide ? 1 : 0, scratch],
];

function attention(kernels, { batch, T, d: width }) {
  const D = width / 4;
  const [row, keys] = [FLOAT * width, 2 * FLOAT * width];
  kernels.attention(a, row, b, b + row, keys, 0, c, row, d, scratch, batch, 4, T, T, D, 0, D ** -0.5);
}

function attentionGrad(kernels, { batch, T, d: width }) {
  const D = width / 4;
  const [row, keys] = [FLOAT * width, 2 * FLOAT * width];
  const own = scratch + FLOAT * 4 * D;
  const operands = [c, row, a, row, b, b + row, keys, 0, d, e, e + 8 * 2 ** 20, e + 8 * 2 ** 20 + row];
  kernels.attentionGrad(...operands, scratch, own, batch, 4, T, T, D, 0, D ** -0.5);
}

const best = new Map();
function time(name, column, f, figure) {
  const start = performance.now();
  f();
  const value = figure(performance.now() - start);
  const row = best.get(name) ?? {};
  best.set(name, row);
  row[column] = Math.max(row[column] ?? Number.NEGATIVE_INFINITY, value);
}

const fastest = modules.at(-1);
const withHelper = startTeam(2, fastest.kernels, { all: fastest.module }, heap);
for (let round = 0; round < rounds; round++) {
  for (const product of products) {
    const gflops = (ms) => (2 * product.m * product.k * product.n) / ms / 1e6;
    for (const { kind, kernels, wide } of modules)
      time(product.name, kind, () => kernels.gemm(...productArguments(product, wide)), gflops);
    const args = productArguments(product, fastest.wide);
    const rowsPerChunk = Math.ceil(Math.max(30, product.m / 8) / 5) * 5;
    const job = { kernel: 'gemm', args, rowsAt: 8, perRow: { 0: args[1], 6: args[7] }, rowsPerChunk };
    const share = () => withHelper({ ...job, perThread: { 14: scratchBytes } });
    time(product.name, `${fastest.kind}, 2 threads`, share, gflops);
  }
  for (const size of sizes)
    for (const { kind, kernels } of modules.filter(({ kernels }) => kernels.attention !== undefined)) {
      // Kept as the greatest of negative times.
      const ms = (elapsed) => -elapsed;
      time(`${size.name}: attention, ms`, kind, () => attention(kernels, size), ms);
      time(`${size.name}: its gradient, ms`, kind, () => attentionGrad(kernels, size), ms);
    }
}

console.log(
  `${cpus()[0]?.model}, Node ${process.version}, load average ${loadavg()[0].toFixed(2)}; GFLOP/s, or ms`,
);
const shown = ([column, value]) => [column, value < 0 ? (-value).toFixed(2) : value.toFixed(1)];
console.table(
  Object.fromEntries(
    [...best].map(([name, row]) => [name, Object.fromEntries(Object.entries(row).map(shown))]),
  ),
);
