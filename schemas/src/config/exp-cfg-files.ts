import * as z from 'zod';
import { wrongType } from '../messages.js';
import { count, onOff, part, selections, text, textOrNull } from './exp-cfg-kinds.js';

const trainsOnly = 'This runtime trains and validates; it has no separate test run.';
const noFigures = 'This runtime writes metrics for TensorBoard and the editor instead of figures.';

/** The parts of an experiment: this file, its data, model and inference. */
export const partArguments = {
  config: z
    .string({ error: wrongType('config', 'a path', 'SpeeChain opens it as a file') })
    .optional()
    .meta({
      description: 'Path of this file. It belongs on the command line.',
      noEffect: 'The file is named on the command line.',
    }),
  data_cfg: part('data_cfg', {
    description: 'The data for training, validation and testing: a mapping by group, or the path of a file.',
  }),
  train_cfg: part('train_cfg', {
    description: 'The model and its optimization (model, optim_sches): a mapping, or the path of a file.',
  }),
  infer_cfg: part('infer_cfg', {
    description: 'How a trained model is decoded in testing: a mapping, or the path of a file.',
    noEffect: trainsOnly,
  }),
};

/** What is run, and where its results go. */
export const runArguments = {
  train: onOff('train', false, {
    description: 'Trains. Exactly one of train and test must be true.',
    noEffect: 'The command line says what to run.',
  }),
  test: onOff('test', false, {
    description: 'Tests. Exactly one of train and test must be true.',
    noEffect: 'The command line says what to run.',
  }),
  resume: onOff('resume', false, {
    description: 'Goes on from the checkpoint in train_result_path, with the optim_sches saved there.',
    noEffect: 'Give --resume on the command line.',
  }),
  dry_run: onOff('dry_run', false, {
    description: 'Loads the data without running the model.',
    noEffect: 'Use --max-steps for a short trial.',
  }),
  ignore_train_exception: onOff('ignore_train_exception', false, {
    description:
      'Skips a training step whose forward pass fails, instead of stopping. Its step number is used up.',
    noEffect: 'This runtime stops at an error, with a checkpoint to resume from.',
  }),
  train_result_path: textOrNull('train_result_path', {
    description:
      'Folder for models, logs and figures of training. null takes exp/<name of the file> in the recipe.',
    noEffect: 'Give --run on the command line.',
  }),
  attach_config_folder_to_path: onOff('attach_config_folder_to_path', true, {
    description: 'Appends the name of the file to train_result_path.',
    noEffect: 'Give --run on the command line.',
  }),
};

/** Figures drawn during training. */
export const figureArguments = {
  monitor_snapshot_conf: z
    .record(z.string(), z.unknown(), {
      error: wrongType('monitor_snapshot_conf', 'a mapping', 'SpeeChain unpacks it as keyword arguments'),
    })
    .default({})
    .meta({ description: 'Options of the curves drawn during training.', noEffect: noFigures }),
  visual_snapshot_number: count('visual_snapshot_number', 0, {
    description: 'Validation instances whose predictions are drawn during training.',
    unit: 'instances',
    noEffect: noFigures,
  }),
  visual_snapshot_interval: count('visual_snapshot_interval', 5, {
    description: 'Epochs between two such drawings.',
    unit: 'epochs',
    noEffect: noFigures,
  }),
};

const badCases = z.tuple([
  z.string().meta({ description: 'Name of the metric.' }),
  z.enum(['max', 'min']).meta({ description: 'Whether a larger or a smaller value is worse.' }),
  z.int().gte(1).meta({ description: 'How many cases are written.', unit: 'cases' }),
]);

/** Arguments of a test run. */
export const testArguments = {
  test_result_path: textOrNull('test_result_path', {
    description: 'Folder for the results of testing. null takes train_result_path and the name of the model.',
    noEffect: trainsOnly,
  }),
  test_model: z
    .union([z.string(), z.array(z.string())], {
      error: wrongType(
        'test_model',
        'the name of a model, or a list of names',
        'SpeeChain loads them by name',
      ),
    })
    .nullable()
    .default(null)
    .meta({ description: 'The models to test: one name or a list.', noEffect: trainsOnly }),
  attach_model_folder_when_test: onOff('attach_model_folder_when_test', true, {
    description: 'Appends the name of the model to test_result_path.',
    noEffect: trainsOnly,
  }),
  bad_cases_selection: selections('bad_cases_selection', badCases, '[wer, max, 50]', {
    description:
      'Which of the worst test cases are written out: [metric, max or min, number], or a list of these.',
    noEffect: trainsOnly,
  }),
  saving_proc_num: count('saving_proc_num', 1, {
    description: 'Processes that write test results.',
    unit: 'processes',
    noEffect: trainsOnly,
  }),
  ignore_test_exception: onOff('ignore_test_exception', false, {
    description: 'Skips a test step that fails, instead of stopping.',
    noEffect: trainsOnly,
  }),
};

const oneProcess = 'This runtime trains in one process.';
const noCudnn = 'This runtime does not use cuDNN’s switches.';
const noLoader = 'This runtime prepares its batches in the training process.';

/** The machine: cuDNN, data loaders. */
export const machineArguments = {
  cudnn_enabled: onOff('cudnn_enabled', true, { description: 'Computes with cuDNN.', noEffect: noCudnn }),
  cudnn_benchmark: onOff('cudnn_benchmark', false, {
    description: 'Lets cuDNN try out its algorithms: faster, less reproducible.',
    noEffect: noCudnn,
  }),
  cudnn_deterministic: onOff('cudnn_deterministic', true, {
    description: 'Restricts cuDNN to reproducible algorithms.',
    noEffect: noCudnn,
  }),
  train_num_workers: count('train_num_workers', 1, {
    description: 'Processes that load training data.',
    unit: 'processes',
    noEffect: noLoader,
  }),
  valid_num_workers: count('valid_num_workers', 1, {
    description: 'Processes that load validation data.',
    unit: 'processes',
    noEffect: noLoader,
  }),
  test_num_workers: count('test_num_workers', 1, {
    description: 'Processes that load test data.',
    unit: 'processes',
    noEffect: noLoader,
  }),
  pin_memory: onOff('pin_memory', false, {
    description: 'Loads batches into page-locked memory, for faster copies to the GPU.',
    noEffect: noLoader,
  }),
  non_blocking: onOff('non_blocking', false, {
    description: 'Copies batches to the GPU without waiting.',
    noEffect: noLoader,
  }),
};

const gpu = z.union([z.int(), z.string()]);

/** GPUs and processes. */
export const distributionArguments = {
  ngpu: count('ngpu', 1, {
    description:
      'GPUs to train on. More than 1 trains with one process per GPU; SpeeChain does not train without any.',
    unit: 'GPUs',
    noEffect: `${oneProcess} Choose its device with --backend.`,
  }),
  gpus: z
    .union([gpu, z.array(gpu)], {
      error: wrongType(
        'gpus',
        'GPU numbers such as "0,1", or null',
        'SpeeChain reads a text, a number or a list',
      ),
    })
    .nullable()
    .default(null)
    .meta({
      description:
        'Which GPUs: numbers with commas between. null takes the least used. CUDA_VISIBLE_DEVICES goes before it.',
      noEffect: 'Choose the device with --backend.',
    }),
  dist_backend: text('dist_backend', 'nccl', {
    description: 'Communication between GPU processes.',
    noEffect: oneProcess,
  }),
  dist_url: text('dist_url', 'tcp://127.0.0.1', {
    description: 'Address at which GPU processes meet. SpeeChain chooses the port itself.',
    noEffect: oneProcess,
  }),
  world_size: count('world_size', 1, {
    description: 'Number of machines. SpeeChain sets it itself.',
    unit: 'machines',
    noEffect: oneProcess,
  }),
  rank: count('rank', 0, {
    description: 'Number of this machine, from 0. SpeeChain sets it itself.',
    unit: 'index',
    noEffect: oneProcess,
  }),
  same_proc_seed: onOff('same_proc_seed', false, {
    description: 'Gives all GPU processes the same seed instead of seed + rank.',
    noEffect: oneProcess,
  }),
  enable_syncbatchnorm: onOff('enable_syncbatchnorm', true, {
    description: 'Shares batch-norm statistics between GPU processes.',
    noEffect: oneProcess,
  }),
};
