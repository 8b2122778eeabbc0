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
    about: 'The schedules of SpeeChain, whose configuration language this is.',
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
    stepping: 'scheduler.step() follows every real step; the first update has the values of step 0.',
    url: 'https://huggingface.co/docs/transformers/main_classes/optimizer_schedules',
  },
  {
    name: 'espnet',
    title: 'ESPnet',
    about: 'The scheduler of ESPnet’s configurations.',
    stepping: 'Moves on after every real step.',
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
  {
    name: 'deepspeed',
    title: 'DeepSpeed',
    about: 'The scheduler of a DeepSpeed configuration.',
    stepping: 'Moves on after every real step.',
    url: 'https://deepspeed.readthedocs.io/en/latest/schedulers.html',
  },
  {
    name: 'nanogpt',
    title: 'nanoGPT',
    about: 'The get_lr of nanoGPT’s training script.',
    stepping: 'Computed anew before every update, the first of which is 0.',
    url: 'https://github.com/karpathy/nanoGPT',
  },
  {
    name: 'megatron',
    title: 'Megatron-LM',
    about: 'The OptimizerParamScheduler of NVIDIA’s Megatron-LM.',
    stepping: 'Moves on after every real step.',
    url: 'https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/core/optimizer_param_scheduler.py',
  },
  {
    name: 'wespeaker',
    title: 'WeSpeaker',
    about: 'The schedule of WeSpeaker’s recipes.',
    stepping: 'Computed anew for every update.',
    url: 'https://github.com/wenet-e2e/wespeaker/blob/master/wespeaker/utils/schedulers.py',
  },
  {
    name: 'wenet',
    title: 'WeNet',
    about: 'The scheduler of WeNet’s configurations.',
    stepping:
      'Moves on after every real step, and lags one update behind: WeNet sets its counter back at the start.',
    url: 'https://github.com/wenet-e2e/wenet/blob/main/wenet/utils/scheduler.py',
  },
  {
    name: 'speechbrain',
    title: 'SpeechBrain',
    about: 'The classes of speechbrain.nnet.schedulers.',
    stepping:
      'Called after every update, or after every epoch where it counts those; the first update has optim_conf.lr itself.',
    url: 'https://speechbrain.readthedocs.io/en/latest/API/speechbrain.nnet.schedulers.html',
  },
];

const byName = new Map(scheduleFamilies.map((family) => [family.name, family]));

/** The toolkit of a schedule. */
export function familyOf({ type, speechain }: Pick<Scheduler, 'type' | 'speechain'>): ScheduleFamily {
  const name = speechain === undefined ? (type.split('.')[0] ?? '') : 'speechain';
  const family = byName.get(name);
  if (!family) throw new Error(`${type} has no family: write one in schemas/src/gallery/families.ts.`);
  return family;
}

/** The schedules of a toolkit, in their order. */
export const schedulesOf = (family: ScheduleFamily): readonly Scheduler[] =>
  schedulers.filter((entry) => familyOf(entry) === family);
