import { readFileSync } from 'node:fs';

/** Of the flags that Linux tells of a processor, those of vector instructions. */
const vectorFlags = ['sse4_2', 'avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'amx_tile', 'asimd', 'sve'];

/** The vector instructions of this machine's processor, as Linux names them; none where it does not tell. */
export function vectorInstructions(): string[] {
  let text: string;
  try {
    text = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return [];
  }
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/));
  return vectorFlags.filter((flag) => flags.has(flag));
}
