import type { Refactor } from './action.js';
import { blockForm } from './block-form.js';
import { convertScheduleType } from './convert-schedule.js';
import { extractReference } from './extract-reference.js';
import { inlineReference } from './inline-reference.js';
import { spelling } from './spelling.js';
import { splitModules } from './split-modules.js';

/** Every change that keeps the meaning, in the order in which they are offered. */
export const refactors: readonly Refactor[] = [
  extractReference,
  inlineReference,
  blockForm,
  spelling,
  splitModules,
  convertScheduleType,
];
