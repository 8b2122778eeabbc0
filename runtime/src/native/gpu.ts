import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What this machine shows of a CUDA GPU. */
export interface GpuSight {
  /** Whether a GPU is there that a CUDA program could use. */
  readonly seen: boolean;
  /** The GPUs with their memory, as the driver names them. */
  readonly names: readonly string[];
  readonly driver: string | undefined;
  /** In one line, for a reader. */
  readonly text: string;
}

/** Where Linux distributions, containers and WSL keep the driver's library. */
const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/nvidia/lib64',
  '/usr/lib/wsl/lib',
  '/run/opengl-driver/lib',
];

/** Looks for a CUDA GPU: asks `nvidia-smi`, and looks for the driver's library. Needs no network. */
export function seeGpu(): GpuSight {
  const { status, stdout } = spawnSync(
    'nvidia-smi',
    ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'],
    { encoding: 'utf8', timeout: 20_000 },
  );
  const hasLibrary = libraryFolders.some((folder) => existsSync(`${folder}/libcuda.so.1`));
  if (status !== 0 || stdout.trim() === '') {
    const text = hasLibrary
      ? 'a driver (libcuda.so.1), but nvidia-smi shows no GPU'
      : 'no CUDA GPU is seen (no nvidia-smi, no libcuda.so.1)';
    return { seen: false, names: [], driver: undefined, text };
  }
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const names = rows.map(([name, memory]) => `${name} (${memory})`);
  const driver = rows[0]?.[2];
  return { seen: true, names, driver, text: `${names.join(', ')}, driver ${driver}` };
}
