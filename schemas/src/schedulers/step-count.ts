import type { Step } from './scheduler.js';

/** Real steps done before this one: what an origin calls `last_epoch`, `step_num` or `num_updates` when it sets the learning rate. */
export const stepsDone = ({ realStep }: Step): number => realStep - 1;

/** Epochs done before this one. */
export const epochsDone = ({ epoch }: Step): number => epoch - 1;
