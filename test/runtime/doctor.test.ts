// `optim-sches doctor` and the refusals of `setup`.
import { describe, expect, test } from 'vitest';
import { doctorLines } from '../../runtime/src/cli/doctor.js';
import type { DoctorReport } from '../../runtime/src/doctor/index.js';
import { cli } from './cli-harness.js';
import { temporaryFolder } from './make-run.js';

const env = () => ({ OPTIM_SCHES_CACHE: temporaryFolder() });

describe('doctor', () => {
  test('tells of each backend, as JSON', async () => {
    const { code, stdout } = await cli(['doctor', '--json'], { env: env() });
    const report = JSON.parse(stdout) as DoctorReport;
    expect(code).toBe(0);
    expect(report.versions).toMatchObject({
      node: process.versions.node,
      tfjs: expect.stringMatching(/^4\./),
    });
    expect(report.machine.cores).toBeGreaterThan(0);
    expect(report.machine.wasmSimd).toBe(true);
    expect(report.backends).toMatchObject([
      { name: 'tensorflow', available: false, text: 'not set up', help: 'optim-sches setup native' },
      { name: 'webgpu', available: false, text: 'not set up', help: 'optim-sches setup webgpu' },
      { name: 'wasm', available: true },
      { name: 'cpu', available: true },
    ]);
    expect(report.chosen).toBe('wasm');
  });

  test('tells it in lines, within the width', async () => {
    const { code, stdout } = await cli(['doctor'], { env: env(), width: 60 });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^tensorflow {2}not available: not set up\n {12}to get it: optim-sches setup native$/m,
    );
    expect(stdout).toMatch(
      /^webgpu {6}not available: not set up\n {12}to get it: optim-sches setup webgpu$/m,
    );
    expect(stdout).toMatch(/^wasm {8}available: relaxed SIMD/m);
    expect(stdout).toContain('"optim-sches train" takes this one');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  test('names the GPUs', () => {
    const report: DoctorReport = {
      versions: { 'optim-sches': '1.0.0', tensorflow: '2.21.0' },
      machine: {
        platform: 'linux x64',
        processor: 'X',
        cores: 1,
        simd: [],
        wasmSimd: false,
        memoryBytes: 2 ** 31,
      },
      gpu: { seen: true, names: ['G (8 GiB)'], driver: '550', text: 'G (8 GiB), driver 550' },
      backends: [],
      chosen: undefined,
    };
    const colours = { green: String, yellow: String } as never;
    const text = doctorLines(report, { colours, width: 80 }).join('\n');
    expect(text).toContain('TensorFlow 2.21.0');
    expect(text).toContain('1 core, 2.0 GiB of memory');
    expect(text).toContain('no WebAssembly SIMD');
    expect(text).toContain('GPU         G (8 GiB), driver 550');
  });
});

describe('setup', () => {
  test.each([
    [['setup'], 2, "missing required argument 'what'"],
    [['setup', 'webgl'], 2, 'Allowed choices are native, webgpu'],
    [['setup', 'webgpu', '--gpu'], 2, '--gpu and --tensorflow are options of "setup native"'],
    [['setup', 'native', '--tensorflow', 'latest'], 1, '--tensorflow latest is no version such as 2.15.1'],
  ])('%j is refused', async (args, code, message) => {
    const result = await cli(args, { env: env() });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('fault of optim-sches');
  });

  test.each(['native', 'webgpu'])('has nothing to remove of %s', async (what) => {
    expect(await cli(['setup', what, '--remove'], { env: env() })).toMatchObject({
      code: 0,
      stdout: 'There is nothing to remove.\n',
    });
  });
});
