// The page of the experiment's arguments and of the keys of every OptimScheduler.
import { commonConf, experimentArguments } from '../../schemas/dist/index.js';
import { fieldTable } from './markdown.mjs';

/** The page by its path in docs/. */
export const experimentPages = () =>
  new Map([
    [
      'experiment.md',
      `# The experiment's arguments\n\nThe top-level keys of an exp_cfg. Other keys are variables for \`!ref\`.\n\n${fieldTable(experimentArguments)}\n\n# The keys of every OptimScheduler's conf\n\n${fieldTable(commonConf)}\n`,
    ],
  ]);
