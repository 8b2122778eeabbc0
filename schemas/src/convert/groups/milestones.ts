import { defineGroup, type Form, num, perEpoch, type Source } from '../form.js';

/** The learning rate is multiplied by `rate` at every milestone of a training of `length`, in real steps or epochs. */
interface Shape {
  readonly milestones: readonly number[];
  readonly rate: number;
  readonly length: number;
  readonly epochs: boolean;
}

/** More of them nobody reads. */
const most = 1000;

/** How often a schedule moves in the training. */
function timeOf({ conf, steps, stepsPerEpoch }: Source): Pick<Shape, 'epochs' | 'length'> {
  const epochs = conf.interval === 'epoch';
  return { epochs, length: epochs ? Math.ceil(steps / stepsPerEpoch) : steps };
}

const unitOf = ({ epochs }: Shape) => (epochs ? 'epochs' : 'real steps');

const step: Form<Shape> = {
  type: 'torch.StepLR',
  read(source) {
    const [time, period] = [timeOf(source), num(source, 'step_size')];
    // Beyond the last one that has an effect: t = real step - 1 ends at length - 1.
    const count = Math.min(most + 1, Math.floor((time.length - 1) / period));
    const milestones = Array.from({ length: count }, (_, index) => (index + 1) * period);
    return { ...time, milestones, rate: num(source, 'gamma') };
  },
  write(shape) {
    const { milestones, rate, length, epochs } = shape;
    const [period = length] = milestones;
    if (milestones.some((at, index) => at !== (index + 1) * period) || period < 1)
      return 'torch.StepLR decays after equal times, and these milestones are not equally far apart.';
    const next = (milestones.length + 1) * period;
    if (next < length)
      return `torch.StepLR goes on after the last milestone: its next decay is after ${next} ${unitOf(shape)}, before the end of the training (${length}).`;
    const notes = [`torch.StepLR goes on falling after ${length} ${unitOf(shape)}.`];
    return [{ conf: { step_size: period, gamma: rate, ...perEpoch(epochs) }, notes }];
  },
};

const multiStep: Form<Shape> = {
  type: 'torch.MultiStepLR',
  read(source) {
    const { milestones } = source.conf;
    const time = timeOf(source);
    if (!Array.isArray(milestones)) return undefined;
    const within = milestones.map(Number).filter((at) => at < time.length);
    return { ...time, milestones: within.sort((a, b) => a - b), rate: num(source, 'gamma') };
  },
  write(shape) {
    const { milestones, rate, length, epochs } = shape;
    if (milestones.length > most)
      return `torch.MultiStepLR would need more than ${most} milestones for ${length} ${unitOf(shape)}.`;
    const notes = [
      `The milestones are those of ${length} ${unitOf(shape)}: after that the learning rate stays.`,
    ];
    return [{ conf: { milestones: [...milestones], gamma: rate, ...perEpoch(epochs) }, notes }];
  },
};

/** A decay by a factor at listed times, which a training of known length makes of equal times. */
export const milestonesGroup = defineGroup<Shape>([step, multiStep]);
