import { deepspeedSchedulers } from './deepspeed/index.js';
import { espnetSchedulers } from './espnet/index.js';
import { exponentDecay } from './exp.js';
import { fairseqSchedulers } from './fairseq/index.js';
import { icefallSchedulers } from './icefall/index.js';
import { megatronSchedulers } from './megatron/index.js';
import { nanogptSchedulers } from './nanogpt/index.js';
import { nemoSchedulers } from './nemo/index.js';
import { noam } from './noam.js';
import type { Scheduler } from './scheduler.js';
import { speechbrainSchedulers } from './speechbrain/index.js';
import { timmSchedulers } from './timm/index.js';
import { torchSchedulers } from './torch/index.js';
import { transformersSchedulers } from './transformers/index.js';
import { wenetSchedulers } from './wenet/index.js';
import { wespeakerSchedulers } from './wespeaker/index.js';

// A list of many conf types: each entry keeps its own inside, so the list forgets them.
const speechain: readonly Scheduler[] = [noam, exponentDecay];

/** Every schedule there is, in the order in which they are listed to a reader. */
export const schedulers: readonly Scheduler[] = [
  ...speechain,
  ...torchSchedulers,
  ...transformersSchedulers,
  ...espnetSchedulers,
  ...fairseqSchedulers,
  ...nemoSchedulers,
  ...icefallSchedulers,
  ...timmSchedulers,
  ...deepspeedSchedulers,
  ...nanogptSchedulers,
  ...megatronSchedulers,
  ...wespeakerSchedulers,
  ...wenetSchedulers,
  ...speechbrainSchedulers,
];

const byType = new Map(schedulers.flatMap((s) => [s.type, ...s.aliases].map((type) => [type, s])));

/** The schedule that a `type` names, documented spelling or alias; undefined when there is none. */
export function findScheduler(type: string): Scheduler | undefined {
  return byType.get(type);
}
