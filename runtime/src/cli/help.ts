/** The texts of `--help`. Those that are not wrapped (examples, notes) are at most 80 columns wide. */
export const about =
  'Checks, previews and runs optim_sches configurations: how a speech model is optimized, in YAML. ' +
  'The check, the curve and the training come from the same definitions: what is shown is what runs.';

export const programNotes = `
Examples:
  optim-sches check conf/*.yaml                   what is wrong, with fixes
  optim-sches preview conf/asr.yaml --epochs 50 --steps-per-epoch 2000
                                                  the learning-rate curve
  optim-sches train recipes/g2p/quick.yaml        train the model
  optim-sches schedules transformers.cosine       what a schedule does
  optim-sches help check                          every option of a command

Exit codes:
  0  all is well
  1  the configuration has problems
  2  a file could not be read, or the arguments are wrong

Environment:
  NO_COLOR=1, FORCE_COLOR=1   no colours at all; colours even into a file
  SPEECHAIN_ROOT              where a train_cfg such as recipes/… is looked up
  OPTIM_SCHES_CACHE           where backends are set up, and compiled code is
                              kept; default: ~/.cache/optim-sches
  NODE_DISABLE_COMPILE_CACHE=1
                              keep no compiled code
  OPTIM_SCHES_DEBUG=1         show stack traces`;

export const target =
  'who will run the file: this runtime; SpeeChain as its code stands (tells what it would crash on or silently do wrong); or both';
export const loader =
  "the YAML reader whose types count: SpeeChain's ruamel, or pyyaml, to which 1e-9 and 5e4 are strings";

export const check =
  'Finds misspelled keys and values, wrong types and ranges, and schedules that will not do what they say. ' +
  'Every problem tells what, why and what to do.';
export const format =
  'pretty for people; json for programs (ranges as in LSP, from 0); sarif (2.1.0) for code scanning; github for annotations in a workflow';
export const fix =
  'apply the fixes that are safe, keeping comments and layout; with - the fixed text goes to standard output and the report to standard error';
export const severity =
  'report the problems of one code as error, warning, information or hint, or not at all (off); can be given several times';
export const checkStepsPerEpoch =
  'training steps (batches) in one epoch: lets the check tell a warm-up that is longer than the training';
export const quiet = 'errors and warnings only, and nothing at all when there are none';
export const checkNotes = `
Examples:
  optim-sches check exp_cfg.yaml
  optim-sches check --target speechain --fix recipes/*/*.yaml
  optim-sches check --format github $(git diff --name-only main -- '*.yaml')
  optim-sches check --severity optim/unusual-peak=off exp_cfg.yaml

Exit codes:
  0  no error and no warning
  1  some
  2  a file could not be read, or the arguments are wrong`;

export const preview =
  'Draws the learning rate of every OptimScheduler over a training, and tells its peak, its warm-up and its end. ' +
  'A step is a training step: with accum_grad above 1 several of them make one update.';
export const steps =
  'training steps to look at; default: epochs x steps per epoch where both are known, else to the end of the schedule, else 4 times the longest warm-up';
export const stepsPerEpoch = 'training steps (batches) in one epoch; default: all steps are one epoch';
export const epochs = 'epochs to look at; default: num_epochs of the file';
export const improves =
  'for schedules that follow a validation metric: assume that it improves for so many validations, then stays flat; default: half of them';
export const compare = 'draw a second configuration behind the first';
export const svg = 'write the picture to a file instead; - is standard output';
export const theme = 'colours of the picture; neutral is legible on light and on dark';
export const previewJson = 'print the learning rates and the facts as JSON instead';
export const sample = 'with --json: at most K steps, spread evenly, and their numbers as "steps"';
export const previewNotes = `
Examples:
  optim-sches preview exp_cfg.yaml --steps-per-epoch 2000
  optim-sches preview before.yaml --compare after.yaml --steps 50000
  optim-sches preview exp_cfg.yaml --svg curve.svg --theme dark
  optim-sches preview exp_cfg.yaml --json --steps 100 | jq .optimizers.main.lr

JSON:
  {"optimizers": {NAME: {"type": …, "lr": […], "facts":
    {"peak": {"lr", "step"}, "first", "last", "warmupEnd": {"step", "epoch"}}}}}
  lr[k] is the learning rate in the optimizer after training step k + 1. A bare
  block is named main; warmupEnd is there for schedules that have one, "assumed"
  for those that follow a validation metric. JSON has no infinity: such values
  are the strings "Infinity", "-Infinity" and "NaN".

Exit codes:
  0  drawn
  1  the configuration has errors that leave no curve
  2  a file could not be read, or the arguments are wrong`;

export const train =
  'Checks the configuration, refuses a wrong one with the problems that check shows, and trains. ' +
  'The run folder keeps the resolved configuration, metrics, checkpoints and the best model. Ctrl-C saves and stops.';
export const runFolder = 'the run folder; default: a new one under runs/';
export const resume = 'go on with the run in this folder, from its last checkpoint';
export const backend = 'what computes: tensorflow (default where it is set up), wasm or cpu';
export const maxSteps = 'stop after this many training steps';
export const checkpointEvery = 'training steps between two checkpoints; default: one every half minute';
export const set =
  'replace a key of the configuration, for example --set num_epochs=2; can be given several times';
export const trainQuiet = 'no progress bar';
export const trainNotes = `
Examples:
  optim-sches train recipes/g2p/quick.yaml
  optim-sches train recipes/g2p/quick.yaml --run runs/try --set num_epochs=2
  optim-sches train --resume runs/try

Exit codes:
  0    finished, or stopped early by its own rule
  1    refused or failed
  2    the arguments are wrong
  130  stopped by Ctrl-C; --resume goes on`;

export const convert =
  'Writes the schedule of an OptimScheduler as that of another toolkit with the same learning-rate curve, or the nearest. ' +
  'Both curves are computed, and every difference is told. Comments and layout stay.';
export const convertTo = 'the schedule to write, for example espnet.WarmupLR';
export const convertOptimizer = 'the OptimScheduler to convert, where the file has several';
export const convertSteps =
  'real steps over which the two curves are compared; default: those of the file (num_epochs times the steps of an epoch), else 100,000';
export const convertStepsPerEpoch = 'training steps (batches) in one epoch, for schedules that count epochs';
export const convertWrite =
  'write the file, instead of showing what would change; with - the new text goes to standard output';
export const convertNotes = `
Examples:
  optim-sches convert exp_cfg.yaml --to transformers.inverse_sqrt
  optim-sches convert exp_cfg.yaml --to espnet.WarmupLR --optimizer asr --write
  optim-sches convert exp_cfg.yaml --to timm.CosineLRScheduler | patch -p0

Standard output is a diff; how near the curves are goes to standard error.
Curves are the same when they differ by no more than a relative 1e-9.

Exit codes:
  0  converted, with the differences told
  1  the configuration has errors, or there is no such conversion
  2  a file could not be read, or the arguments are wrong`;

export const resolve =
  'Shows what the YAML loader hands to SpeeChain: tags (!ref, !tuple, !list, !str), anchors and merge keys resolved, ' +
  'and the type of every value kept.';
export const resolveJson =
  'as JSON: a mapping is {"dict": [[key, value], …]}, a float {"float": "0.5"}, a tuple {"tuple": […]}';
export const resolveNotes = `
Examples:
  optim-sches resolve exp_cfg.yaml
  echo 'lr: 1e-9' | optim-sches resolve - --loader pyyaml

Exit codes:
  0  resolved
  1  the loader refuses the file (with --json: {"error": …, "message": …})
  2  the file could not be read, or the arguments are wrong`;

export const schedules =
  'Lists the schedules that there are, by the toolkit they come from, each with the curve of an example. ' +
  'With TYPE (or its last part) shows one: what it is, its curve, keys, formula and origin, and a configuration to copy.';
export const schedulesFamily = 'the schedules of one toolkit alone, such as torch, espnet or nemo';
export const schedulesJson = 'as JSON; for one schedule with the learning rates of its example';
export const schedulesNotes = `
Examples:
  optim-sches schedules
  optim-sches schedules --family espnet
  optim-sches schedules StepLR
  optim-sches schedules transformers.cosine --json | jq -r .example.yaml

Exit codes:
  0  shown
  2  there is no such schedule, or the arguments are wrong`;

export const schema =
  'Prints the JSON Schema (draft 07) of optim_sches, train_cfg and exp_cfg, for editors and validators.';

export const doctor =
  'Tells which backends train on this machine, and of the others why not and what to do. ' +
  'Every backend is started and computes something. Nothing is changed, and no network is used.';
export const doctorJson = 'as JSON';
export const doctorNotes = `
Exit codes:
  0  a training runs here
  1  no backend starts
  2  the arguments are wrong`;

export const setup =
  'Sets a backend up in the cache folder of the user. native is the backend tensorflow: fetches TensorFlow from PyPI (about 200 MB) and ' +
  'its binding for Node.js from npm, and compiles the binding; needs Linux on x64, and Python with pip. webgpu is the backend webgpu, ' +
  'for a GPU of any vendor: fetches Dawn from npm (about 51 MB). What was cut short goes on where it stopped.';
export const setupWhat = 'what to set up';
export const setupGpu = 'for a CUDA GPU (about 3.5 GB); where none is seen, for the CPU';
export const setupTensorFlow =
  'another version of TensorFlow, or "installed" for the one of this Python; default: the version that is tested';
export const setupRemove = 'remove what was set up; with --tensorflow that version alone';
export const setupNotes = `
Examples:
  optim-sches setup native
  optim-sches setup native --gpu
  optim-sches setup native --tensorflow 2.15.1
  optim-sches setup native --remove
  optim-sches setup webgpu

Exit codes:
  0  set up, or there already
  1  something is missing or failed; nothing unfinished is ever used
  2  the arguments are wrong`;
