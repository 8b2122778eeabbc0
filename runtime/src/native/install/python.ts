import { probe } from '../../set-up/command.js';
import { SetUpError } from '../../set-up/set-up-error.js';

/** Python with pip: `PYTHON` where it is set, else python3 or python. Throws when there is none. */
export function findPython(env: NodeJS.ProcessEnv): string {
  const candidates = env.PYTHON ? [env.PYTHON] : ['python3', 'python'];
  const found = candidates.find((python) => probe(python, ['-m', 'pip', '--version']) !== undefined);
  if (found !== undefined) return found;
  throw new SetUpError(
    `There is no ${candidates.join(' or ')} with pip here, which fetches TensorFlow. Install it (Debian and Ubuntu: apt install python3-pip), or name one in the variable PYTHON.`,
  );
}

/** Where a Python package tensorflow of this machine stands and its version, or undefined when there is none. */
export function installedTensorFlow(python: string): { folder: string; version: string } | undefined {
  // Looked up, not imported: an import takes seconds and starts TensorFlow.
  const script = `
import importlib.metadata as m, importlib.util as u, json
spec = u.find_spec("tensorflow")
for name in ("tensorflow", "tensorflow-cpu", "tensorflow-cpu-aws", "intel-tensorflow"):
    try:
        print(json.dumps({"folder": list(spec.submodule_search_locations)[0], "version": m.version(name)}))
        break
    except (m.PackageNotFoundError, AttributeError):
        pass`;
  const line = probe(python, ['-c', script]);
  return line ? (JSON.parse(line) as { folder: string; version: string }) : undefined;
}

/** Takes what a set-up needs out of a wheel (the two libraries and the headers that they are compiled against); prints its `Requires-Dist` lines. */
export const unpackWheelScript = `
import os, re, shutil, sys, zipfile
wheel, out = sys.argv[1:]
library = re.compile(r"tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)$")
header = re.compile(r"tensorflow/(include/(?:tensorflow/c|tensorflow/core/platform|tensorflow/core/common_runtime/next_pluggable_device/c|tensorflow/tsl|tsl/platform|tsl/c|xla/tsl/c|xla/tsl/platform)/.*\\.h)$")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.endswith(".dist-info/METADATA"):
            for line in archive.read(name).decode("utf-8").splitlines():
                if line.startswith("Requires-Dist:"):
                    print(line)
        lib, head = library.match(name), header.match(name)
        if not lib and not head:
            continue
        path = os.path.join(out, "lib/" + lib.group(1) if lib else head.group(1))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 22)
`;
