import type { Scheduler } from '../scheduler.js';
import { eden } from './eden.js';
import { eden2 } from './eden2.js';

/** The schedules of icefall. */
export const icefallSchedulers: readonly Scheduler[] = [eden, eden2];
