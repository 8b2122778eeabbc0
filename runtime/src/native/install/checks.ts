import { checkPrograms } from '../../set-up/checks.js';
import { SetUpError } from '../../set-up/set-up-error.js';

/** Throws when this machine cannot have a set-up at all. */
export function checkMachine(): void {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64')
    throw new SetUpError(
      `Native TensorFlow is set up on Linux on x64, and this is ${platform} on ${arch}. The backend wasm runs here, with nothing to set up.`,
    );
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined)
    throw new SetUpError(
      'TensorFlow needs the GNU C library, and this Linux (Alpine, say) has another. The backend wasm runs here, with nothing to set up.',
    );
  checkPrograms(['npm', 'tar']);
}
