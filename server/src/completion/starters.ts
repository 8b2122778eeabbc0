import { findScheduler, type ModelInfo } from '@optim-sches/schemas';
import { optimTypeSample } from './conf-sample.js';
import { mapOf, oneOf, type SampleEntry, type SampleMap, sampleOf, stop } from './sample.js';

/** One OptimScheduler of a starter. */
interface Part {
  /** The name where there are several, or where others stand beside it. */
  readonly name: string;
  readonly type: string;
  readonly optimType: string;
  readonly optimConf: Readonly<Record<string, unknown>>;
  readonly conf: Readonly<Record<string, unknown>>;
}

/** A whole `optim_sches`, named after its use. The numbers are those of papers and recipes that are named. */
export interface Starter {
  readonly name: string;
  /** When to take it, and whose numbers these are. */
  readonly use: string;
  readonly parts: readonly Part[];
  /** Training steps that its picture shows. */
  readonly steps: number;
}

const transformerAdam = { betas: [0.9, 0.98], eps: 1e-9 };

const warmup = (name: string, lr: number): Part => ({
  name,
  type: 'noam.NoamLr',
  optimType: 'Adam',
  optimConf: { lr, ...transformerAdam },
  conf: { warmup_steps: 4000 },
});

/** Starters in the order in which they are listed. */
export const starters: readonly Starter[] = [
  {
    name: 'Transformer with warm-up',
    use: 'For Transformers from scratch: the learning rate rises for 4,000 updates and then falls with the inverse square root. The peak is optim_conf.lr; the Adam is that of “Attention Is All You Need”.',
    parts: [warmup('main', 0.001)],
    steps: 20_000,
  },
  {
    name: 'Two optimizers on two losses',
    use: 'For parts of a model that learn from losses of their own: each optimizer updates its modules from its loss, at its learning rate.',
    parts: [warmup('encoder_optim', 0.001), warmup('decoder_optim', 0.002)],
    steps: 20_000,
  },
  {
    name: 'Fine-tuning',
    use: 'For a pretrained model: a low peak after a short warm-up, then a straight line to 0. Set num_training_steps to the real steps of your training.',
    parts: [
      {
        name: 'main',
        type: 'transformers.linear',
        optimType: 'AdamW',
        optimConf: { lr: 5e-5, weight_decay: 0.01 },
        conf: { num_warmup_steps: 500, num_training_steps: 10_000 },
      },
    ],
    steps: 10_000,
  },
  {
    name: 'Cosine with warm-up',
    use: 'For trainings of known length: a linear warm-up, then half a cosine to 0. Set num_training_steps to the real steps of your training.',
    parts: [
      {
        name: 'main',
        type: 'transformers.cosine',
        optimType: 'AdamW',
        optimConf: { lr: 3e-4, betas: [0.9, 0.95], weight_decay: 0.1 },
        conf: { num_warmup_steps: 2000, num_training_steps: 20_000 },
      },
    ],
    steps: 20_000,
  },
  {
    name: 'Plateau',
    use: 'For trainings of unknown length: the learning rate halves when the validation loss has not improved for more than three validations.',
    parts: [
      {
        name: 'main',
        type: 'torch.ReduceLROnPlateau',
        optimType: 'Adam',
        optimConf: { lr: 0.001 },
        conf: { factor: 0.5, patience: 3 },
      },
    ],
    steps: 10_000,
  },
  {
    name: 'One cycle',
    use: 'For short trainings of known length: one rise to max_lr and one fall far below the start. Set total_steps to the real steps of your training.',
    parts: [
      {
        name: 'main',
        type: 'torch.OneCycleLR',
        optimType: 'AdamW',
        optimConf: { weight_decay: 0.01 },
        conf: { max_lr: 0.001, total_steps: 10_000, pct_start: 0.3, cycle_momentum: false },
      },
    ],
    steps: 10_000,
  },
  {
    name: 'Warm-up, hold, decay',
    use: 'For wav2vec 2.0 and its like: a tenth of the updates rises, four tenths stay, half falls (tri-stage). Set max_update to the real steps of your training.',
    parts: [
      {
        name: 'main',
        type: 'fairseq.tri_stage',
        optimType: 'Adam',
        optimConf: { lr: 3e-5, betas: [0.9, 0.98], eps: 1e-8 },
        conf: { phase_ratio: [0.1, 0.4, 0.5], final_lr_scale: 0.05, max_update: 80_000 },
      },
    ],
    steps: 80_000,
  },
  {
    name: 'Warm-up, stable, decay',
    use: 'For long trainings that may go on: most of it at the peak, then a short decay, before which any checkpoint is a new start.',
    parts: [
      {
        name: 'main',
        type: 'transformers.warmup_stable_decay',
        optimType: 'AdamW',
        optimConf: { lr: 0.001, weight_decay: 0.1 },
        conf: { num_warmup_steps: 1000, num_stable_steps: 16_000, num_decay_steps: 3000 },
      },
    ],
    steps: 20_000,
  },
  {
    name: 'Steps by epoch',
    use: 'For SGD as in image models: the learning rate falls to a tenth every 30 epochs.',
    parts: [
      {
        name: 'main',
        type: 'torch.StepLR',
        optimType: 'SGD',
        optimConf: { lr: 0.1, momentum: 0.9, weight_decay: 1e-4 },
        conf: { step_size: 30, gamma: 0.1, interval: 'epoch' },
      },
    ],
    steps: 9000,
  },
  {
    name: 'Constant after warm-up',
    use: 'To find a learning rate, or for a last phase: a linear warm-up, then the same learning rate to the end.',
    parts: [
      {
        name: 'main',
        type: 'transformers.constant_with_warmup',
        optimType: 'AdamW',
        optimConf: { lr: 1e-4 },
        conf: { num_warmup_steps: 1000 },
      },
    ],
    steps: 10_000,
  },
];

/** The starters that whoever runs the file can run: SpeeChain has two schedules and one optimizer at a time. */
export const startersFor = (speechain: boolean): readonly Starter[] =>
  speechain
    ? starters.filter(
        ({ parts }) => parts.length === 1 && parts.every(({ type }) => findScheduler(type)?.speechain),
      )
    : starters;

/** A name for each part of a starter that is in no use yet. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}

/** What a starter is fitted to. */
export interface Surroundings {
  /** Whether SpeeChain runs the file too, which spells some names in its own way. */
  readonly speechain: boolean;
  readonly model: ModelInfo | undefined;
  /** The names of other OptimSchedulers in the block; undefined for a block without names. */
  readonly names: ReadonlySet<string> | undefined;
}

/** What stands in `optim_sches`: one OptimScheduler without a name, or with names where there are several. */
export function starterEntries({ parts }: Starter, around: Surroundings): readonly SampleEntry[] {
  const several = parts.length > 1;
  const bodies = parts.map((part, index) => bodyOf(part, several ? index : undefined, around));
  const [only] = bodies;
  if (!several && around.names === undefined) return only?.entries ?? [];
  const taken = new Set(around.names);
  return parts.map((part, index) => {
    const key = freeName(part.name, taken);
    taken.add(key);
    return { key, named: true, value: bodies[index] ?? mapOf({}) };
  });
}

function bodyOf(part: Part, index: number | undefined, { speechain, model }: Surroundings): SampleMap {
  const { type, optimType, optimConf, conf } = part;
  const modules = model?.modules ?? ['encoder', 'decoder'];
  const losses = (model?.losses ?? []).filter((name) => name !== 'loss');
  const lossNames = losses.length > 1 ? losses : ['encoder_loss', 'decoder_loss'];
  const pick = (names: readonly string[], at: number) => {
    const first = names[at % names.length] ?? '';
    return oneOf([first, ...names]);
  };
  return mapOf({
    type: stop((speechain ? findScheduler(type)?.speechain : undefined) ?? type),
    conf: mapOf({
      optim_type: optimTypeSample(optimType),
      optim_conf: sampleOf(optimConf),
      ...(index === undefined
        ? {}
        : { optim_losses: pick(lossNames, index), updated_modules: pick(modules, index) }),
      ...Object.fromEntries(Object.entries(conf).map(([key, value]) => [key, stop(value)])),
    }),
  });
}
