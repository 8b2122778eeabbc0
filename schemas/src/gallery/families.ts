import { schedulers } from '../schedulers/index.js';
import type { Scheduler } from '../schedulers/scheduler.js';

/** The toolkit that a group of schedules comes from. */
export interface ScheduleFamily {
  /** What stands before the dot of the `type`; `speechain` for those of SpeeChain, whose file names stand there. */
  readonly name: string;
  readonly title: string;
  /** What the toolkit is, and where its schedules live. */
  readonly about: string;
  /** When its schedules move on, and how that is counted here. */
  readonly stepping: string;
  readonly url: string;
}

/** Every toolkit, in the order in which they are listed to a reader. */
export const scheduleFamilies: readonly ScheduleFamily[] = [
  {
    name: 'speechain',
    title: 'SpeeChain',
    about: 'The schedules of SpeeChain itself, whose configuration language this is.',
    stepping: 'Computed anew in every real step, the first of which is 1.',
    url: 'https://github.com/heli-qi/SpeeChain',
  },
  {
    name: 'torch',
    title: 'PyTorch',
    about: 'The classes of torch.optim.lr_scheduler.',
    stepping:
      'scheduler.step() follows every real step or, with interval: epoch, every epoch; the first update has the values of step 0.',
    url: 'https://docs.pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate',
  },
  {
    name: 'transformers',
    title: 'Transformers',
    about: 'The lr_scheduler_type of Hugging Face’s Trainer.',
    stepping:
      'scheduler.step() follows every real step; the first update has the values of step 0, so a warm-up begins at learning rate 0.',
    url: 'https://huggingface.co/docs/transformers/main_classes/optimizer_schedules',
  },
  {
    name: 'espnet',
    title: 'ESPnet',
    about: 'The scheduler of ESPnet’s configurations.',
    stepping: 'Moves on after every real step; the first update has the values of step 1 of the warm-up.',
    url: 'https://github.com/espnet/espnet/tree/master/espnet2/schedulers',
  },
  {
    name: 'fairseq',
    title: 'fairseq',
    about: 'The lr_scheduler of fairseq, as wav2vec 2.0 and HuBERT were trained with.',
    stepping: 'step_update(0) comes before the first update, and step_update(n) after update n.',
    url: 'https://github.com/facebookresearch/fairseq/tree/main/fairseq/optim/lr_scheduler',
  },
  {
    name: 'nemo',
    title: 'NeMo',
    about: 'The optim.sched of NVIDIA NeMo.',
    stepping: 'Moves on after every real step; the first update has the values of step 0.',
    url: 'https://github.com/NVIDIA-NeMo/NeMo/blob/main/nemo/core/optim/lr_scheduler.py',
  },
  {
    name: 'icefall',
    title: 'icefall',
    about: 'The schedules of icefall’s Zipformer recipes.',
    stepping: 'step_batch(n) follows update n, and step_epoch(e) comes when epoch e begins.',
    url: 'https://github.com/k2-fsa/icefall',
  },
  {
    name: 'timm',
    title: 'timm',
    about: 'The schedules of PyTorch Image Models.',
    stepping: 'step_update(n) follows update n or, where time is counted in epochs, step(e) follows epoch e.',
    url: 'https://huggingface.co/docs/timm/reference/schedulers',
  },
];

const byName = new Map(scheduleFamilies.map((family) => [family.name, family]));
const [speechain] = scheduleFamilies;

/** The toolkit of a schedule. */
export function familyOf({ type }: Pick<Scheduler, 'type'>): ScheduleFamily {
  const family = byName.get(type.split('.')[0] ?? '') ?? speechain;
  if (!family) throw new Error(`No family is listed for ${type}.`);
  return family;
}

/** The schedules of a toolkit, in their order. */
export const schedulesOf = (family: ScheduleFamily): readonly Scheduler[] =>
  schedulers.filter((entry) => familyOf(entry) === family);
