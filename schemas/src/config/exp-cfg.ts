import * as z from 'zod';
import {
  distributionArguments,
  figureArguments,
  machineArguments,
  partArguments,
  runArguments,
  testArguments,
} from './exp-cfg-files.js';
import { lengthArguments, selectionArguments, updateArguments } from './exp-cfg-training.js';

/**
 * The arguments of SpeeChain's Runner that an exp_cfg may set, with SpeeChain's defaults. Other top-level keys are free
 * variables for `!ref`. The types are the documented ones: that Python takes more (`grad_clip: "5"`) is for the rules.
 */
export const experimentArguments = z.looseObject(
  {
    ...partArguments,
    ...updateArguments,
    ...lengthArguments,
    ...selectionArguments,
    ...runArguments,
    ...machineArguments,
    ...distributionArguments,
    ...figureArguments,
    ...testArguments,
  },
  { error: 'An experiment is a mapping of arguments: write "key: value" lines.' },
);

/** A group of the experiment's arguments, as a reader looks for them. */
export interface ArgumentGroup {
  readonly title: string;
  readonly keys: readonly string[];
}

/** Every argument once, by what it is about. */
export const argumentGroups: readonly ArgumentGroup[] = [
  { title: 'Data, model and optimization', keys: Object.keys(partArguments) },
  { title: 'Gradients and learning rate', keys: Object.keys(updateArguments) },
  { title: 'Length, validation and reports', keys: Object.keys(lengthArguments) },
  { title: 'Best models and early stopping', keys: Object.keys(selectionArguments) },
  { title: 'What to run and where', keys: Object.keys(runArguments) },
  { title: 'Machine', keys: Object.keys(machineArguments) },
  { title: 'GPUs and processes', keys: Object.keys(distributionArguments) },
  { title: 'Figures', keys: Object.keys(figureArguments) },
  { title: 'Testing', keys: Object.keys(testArguments) },
];
