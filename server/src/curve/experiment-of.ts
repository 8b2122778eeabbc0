import type { Analysis } from '../session/analysis.js';

/** The experiment that a training would be started with; undefined where none is known. */
export const experimentOf = ({ config, uri, experimentUri }: Analysis): string | undefined =>
  config.kind === 'exp_cfg' ? uri : experimentUri;
