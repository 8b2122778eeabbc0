// What this machine can train with, as the command line tells it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line as a user has it. */
export const commandLine = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));

/** An adapter that is a program on the processor says so in its name. */
const isSoftware = ({ text }) => /software|swiftshader|lavapipe|llvmpipe/i.test(text);

/** Native TensorFlow says where it computes. */
const isOnGpu = ({ name, text, isSoftware }) =>
  name === 'tensorflow' ? text.includes('on the GPU') : name === 'webgpu' && !isSoftware;

/**
 * The backends that `doctor` finds, fastest first, without plain JavaScript, which is there for comparison: name,
 * `available`, the doctor's `text`, `isSoftware` where WebGPU has no hardware below it, and `isOnGpu`.
 */
export function examineBackends() {
  const { backends, machine, versions, gpu } = JSON.parse(
    execFileSync(process.execPath, [commandLine, 'doctor', '--json'], { encoding: 'utf8' }),
  );
  return {
    backends: backends
      .filter(({ name }) => name !== 'cpu')
      .map((each) => ({ ...each, isSoftware: each.name === 'webgpu' && isSoftware(each) }))
      .map((each) => ({ ...each, isOnGpu: isOnGpu(each) })),
    machine,
    versions,
    gpu,
  };
}

/**
 * Those to measure: the ones asked for by name (comma-separated), each of which must run here, or all that run here,
 * without a software adapter unless `software` asks for it. Says what is left out and why.
 */
export function chooseBackends(backends, { asked, software }) {
  const chosen = [];
  for (const name of asked?.split(',') ?? backends.map((each) => each.name)) {
    const found = backends.find((each) => each.name === name);
    if (found === undefined)
      throw new Error(`There is no backend "${name}". There are: ${backends.map((each) => each.name)}.`);
    if (found.available && (!found.isSoftware || software)) chosen.push(found);
    else if (asked !== undefined && !found.available)
      throw new Error(`The backend ${name} does not run here: ${found.text}. ${found.help ?? ''}`);
    else
      console.log(
        `${name} is left out: ${found.isSoftware ? `${found.text}; --software measures it` : found.text}.`,
      );
  }
  return chosen;
}
