import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { BackendCommands } from './backend-commands.js';
import { type CliError, exitCode } from './cli-error.js';
import { problemFormats } from './format/problem-formats.js';
import * as help from './help.js';
import type { Io } from './io.js';
import { printable } from './printable.js';
import { packageVersion } from './version.js';

/** Runs one command line (without `node` and the script) and answers the exit code. Never throws. */
export async function run(args: readonly string[], io: Io, commands: BackendCommands): Promise<number> {
  let code: number = exitCode.ok;
  const program = buildProgram(io, commands, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has already said what is wrong; help and version are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.unusable;
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  const { colours } = io.stderr;
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').map(printable);
  io.stderr.write(`${colours.red('error')}: ${lines.join('\n')}\n`);
  const debug = io.env.OPTIM_SCHES_DEBUG === '1';
  if (debug && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  if (isCliError(error)) return error.exitCode;
  if (!debug)
    io.stderr.write('This is a fault of optim-sches. OPTIM_SCHES_DEBUG=1 shows where it happened.\n');
  return exitCode.unusable;
}

/** Not by class: that of a command outside the bundle is another. */
const isCliError = (error: unknown): error is CliError => error instanceof Error && error.name === 'CliError';

type Finish = (code: number) => void;

// Each command's module is loaded when it runs: `check` does not wait for the machinery of `train`.
function buildProgram(io: Io, commands: BackendCommands, finish: Finish): Command {
  const program = configure(new Command('optim-sches'), io)
    .description(help.about)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', help.programNotes);
  addCheck(program, io, finish);
  addPreview(program, io, finish);
  addTrain(program, io, commands, finish);
  addConvert(program, io, finish);
  addSchedules(program, io, finish);
  addResolve(program, io, finish);
  addSchema(program, io, finish);
  addDoctor(program, io, commands, finish);
  addSetup(program, io, commands, finish);
  return program;
}

function configure(command: Command, io: Io): Command {
  const { bold, cyan } = io.stdout.colours;
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => Math.min(io.stdout.width, 100),
      getErrHelpWidth: () => Math.min(io.stderr.width, 100),
      // The texts are coloured already, for the output they go to.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
      outputError: (text, write) => write(text.replace(/^error:/, `${io.stderr.colours.red('error')}:`)),
    })
    .configureHelp({
      styleTitle: bold,
      styleOptionTerm: cyan,
      styleSubcommandTerm: cyan,
      styleArgumentTerm: cyan,
    })
    .showHelpAfterError(false);
}

const targetOption = () =>
  new Option('--target <who>', help.target).choices(['runtime', 'speechain', 'both']).default('runtime');

const loaderOption = () =>
  new Option('--loader <name>', help.loader).choices(['ruamel', 'pyyaml']).default('ruamel');

function addCheck(program: Command, io: Io, finish: Finish) {
  program
    .command('check')
    .summary('find what is wrong with configurations, and fix it')
    .description(help.check)
    .argument('<file...>', 'configuration files; - is standard input')
    .addOption(new Option('--format <form>', help.format).choices([...problemFormats]).default('pretty'))
    .addOption(targetOption())
    .addOption(loaderOption())
    .option('--fix', help.fix)
    .option('--severity <code=level>', help.severity, collect)
    .option('--steps-per-epoch <n>', help.checkStepsPerEpoch, positiveInteger)
    .option('-q, --quiet', help.quiet)
    .addHelpText('after', help.checkNotes)
    .action(async (files, options) => {
      const { check } = await import('./check.js');
      finish(await check(files, options, io));
    });
}

function addPreview(program: Command, io: Io, finish: Finish) {
  program
    .command('preview')
    .summary('draw the learning rate over a training')
    .description(help.preview)
    .argument('<file>', 'configuration file; - is standard input')
    .option('--steps <n>', help.steps, positiveInteger)
    .option('--steps-per-epoch <n>', help.stepsPerEpoch, positiveInteger)
    .option('--epochs <n>', help.epochs, positiveInteger)
    .option('--improves <n>', help.improves, wholeNumber)
    .option('--compare <other>', help.compare)
    .option('--svg <out>', help.svg)
    .addOption(
      new Option('--theme <name>', help.theme)
        .choices(['neutral', 'light', 'dark', 'high-contrast', 'high-contrast-light'])
        .default('neutral'),
    )
    .option('--json', help.previewJson)
    .option('--sample <k>', help.sample, positiveInteger)
    .addOption(targetOption())
    .addOption(loaderOption())
    .addHelpText('after', help.previewNotes)
    .action(async (file, options) => {
      const { preview } = await import('./preview.js');
      finish(await preview(file, options, io));
    });
}

function addTrain(program: Command, io: Io, commands: BackendCommands, finish: Finish) {
  program
    .command('train')
    .summary('train the model of an experiment')
    .description(help.train)
    .argument('[exp_cfg]', 'the experiment; may be left out with --resume')
    .option('--run <dir>', help.runFolder)
    .option('--resume <dir>', help.resume)
    .option('--backend <name>', help.backend)
    .option('--max-steps <n>', help.maxSteps, positiveInteger)
    .option('--checkpoint-every <n>', help.checkpointEvery, positiveInteger)
    .option('--set <key=value>', help.set, collect)
    .option('-q, --quiet', help.trainQuiet)
    .addHelpText('after', help.trainNotes)
    .action(async (expCfg, options) => {
      const train = await commands.train();
      finish(await train(expCfg, options, io));
    });
}

function addConvert(program: Command, io: Io, finish: Finish) {
  program
    .command('convert')
    .summary('write a schedule as that of another toolkit with the same curve')
    .description(help.convert)
    .argument('<file>', 'configuration file; - is standard input')
    .requiredOption('--to <type>', help.convertTo)
    .option('--optimizer <name>', help.convertOptimizer)
    .option('--steps <n>', help.convertSteps, positiveInteger)
    .option('--steps-per-epoch <n>', help.convertStepsPerEpoch, positiveInteger)
    .option('--write', help.convertWrite)
    .addOption(loaderOption())
    .addHelpText('after', help.convertNotes)
    .action(async (file, options) => {
      const { convert } = await import('./convert.js');
      finish(await convert(file, options, io));
    });
}

function addSchedules(program: Command, io: Io, finish: Finish) {
  program
    .command('schedules')
    .summary('list the schedules, or show one')
    .description(help.schedules)
    .argument('[type]', 'a schedule, such as torch.StepLR or StepLR; default: list all')
    .option('--family <name>', help.schedulesFamily)
    .option('--json', help.schedulesJson)
    .addHelpText('after', help.schedulesNotes)
    .action(async (type, options) => {
      const { schedules } = await import('./schedules.js');
      finish(schedules(type, options, io));
    });
}

function addResolve(program: Command, io: Io, finish: Finish) {
  program
    .command('resolve')
    .summary('show what the YAML loader makes of a file')
    .description(help.resolve)
    .argument('<file>', 'YAML file; - is standard input')
    .option('--json', help.resolveJson)
    .addOption(loaderOption())
    .addHelpText('after', help.resolveNotes)
    .action(async (file, options) => {
      const { resolve } = await import('./resolve.js');
      finish(await resolve(file, options, io));
    });
}

function addSchema(program: Command, io: Io, finish: Finish) {
  program
    .command('schema')
    .summary('print the JSON Schema of the configuration language')
    .description(help.schema)
    .action(async () => {
      const { schema } = await import('./schema.js');
      finish(schema(io));
    });
}

function addDoctor(program: Command, io: Io, commands: BackendCommands, finish: Finish) {
  program
    .command('doctor')
    .summary('tell which backends run here, and why others do not')
    .description(help.doctor)
    .option('--json', help.doctorJson)
    .addHelpText('after', help.doctorNotes)
    .action(async (options) => {
      const doctor = await commands.doctor();
      finish(await doctor(options, io));
    });
}

function addSetup(program: Command, io: Io, commands: BackendCommands, finish: Finish) {
  program
    .command('setup')
    .summary('set native TensorFlow or WebGPU up, or remove it')
    .description(help.setup)
    .addArgument(new Argument('<what>', help.setupWhat).choices(['native', 'webgpu']))
    .option('--gpu', help.setupGpu)
    .option('--tensorflow <version>', help.setupTensorFlow)
    .option('--remove', help.setupRemove)
    .addHelpText('after', help.setupNotes)
    .action(async (what, options) => {
      const setup = await commands.setup();
      finish(await setup(what, options, io));
    });
}

function positiveInteger(text: string): number {
  const number = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('Give a whole number of at least 1.');
  }
  return number;
}

function wholeNumber(text: string): number {
  const number = Number(text.replaceAll('_', ''));
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < 0) {
    throw new InvalidArgumentError('Give a whole number, 0 or more.');
  }
  return number;
}

const collect = (value: string, all: readonly string[] = []) => [...all, value];
