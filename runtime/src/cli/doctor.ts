import { homedir } from 'node:os';
import { sep } from 'node:path';
import { type BackendReport, type DoctorReport, examine } from '../doctor/index.js';
import { exitCode } from './cli-error.js';
import type { Colours, Io } from './io.js';
import { printable } from './printable.js';
import { wrapText } from './text-layout.js';
import { packageVersion } from './version.js';

/** The options of `doctor` as the command line gives them. */
export interface DoctorOptions {
  readonly json?: boolean;
}

/** `optim-sches doctor`: which backends run here, and what to do about the others. Answers the exit code. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const report = await examine(io.env, packageVersion());
  if (options.json === true) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else for (const line of doctorLines(report, io.stdout)) io.stdout.write(`${line}\n`);
  return report.chosen === undefined ? exitCode.problems : exitCode.ok;
}

/** The report for a terminal. */
export function doctorLines(
  report: DoctorReport,
  { colours, width }: Pick<Io['stdout'], 'colours' | 'width'>,
) {
  const { versions, machine, gpu } = report;
  const shown: Readonly<Record<string, string>> = {
    node: 'Node.js',
    tfjs: 'TensorFlow.js',
    tensorflow: 'TensorFlow',
  };
  const simd = [...machine.simd, machine.wasmSimd ? 'WebAssembly SIMD' : 'no WebAssembly SIMD'];
  const memory = `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`;
  return [
    ...field(
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${shown[name] ?? name} ${version}`)
        .join(', '),
      width,
    ),
    ...field(
      'machine',
      `${machine.platform}, ${machine.processor}, ${count(machine.cores)}, ${memory}`,
      width,
    ),
    ...field('vectors', simd.join(', '), width),
    ...field('GPU', gpu.text, width),
    '',
    ...report.backends.flatMap((backend) =>
      backendLines(backend, backend.name === report.chosen, colours, width),
    ),
  ];
}

const count = (cores: number) => `${cores} ${cores === 1 ? 'core' : 'cores'}`;

const nameWidth = 12;

function field(name: string, text: string, width: number): string[] {
  const short = text.replaceAll(`${homedir()}${sep}`, `~${sep}`);
  return wrapText(printable(short), width - nameWidth).map(
    (line, row) => (row === 0 ? name : '').padEnd(nameWidth) + line,
  );
}

function backendLines(
  { name, available, text, help }: BackendReport,
  chosen: boolean,
  colours: Colours,
  width: number,
): string[] {
  const state = available ? 'available' : 'not available';
  const [first = '', ...rest] = field(name, `${state}: ${text}`, width);
  const coloured = first.replace(state, available ? colours.green(state) : colours.yellow(state));
  return [
    coloured,
    ...rest,
    ...(help === undefined ? [] : field('', `to get it: ${help}`, width)),
    ...(chosen ? field('', '"optim-sches train" takes this one', width) : []),
  ];
}
