import {
  type Config,
  type PreviewLength as Length,
  type LengthOptions,
  previewLength as lengthOf,
} from '@optim-sches/schemas';

export type { LengthOptions };

/** How far a curve is drawn. */
export interface PreviewLength extends Pick<Length, 'steps' | 'stepsPerEpoch'> {
  /** Where the length comes from, for the reader, with the options that would tell it better. */
  readonly reason: string;
}

const missing = {
  'steps per epoch': 'the steps of an epoch are not known; give --steps-per-epoch or --steps',
  epochs: 'the epochs are not known; give --epochs or --steps',
} as const;

/** How many steps of some configurations are drawn, as every preview does, explained in words of the command line. */
export function previewLength(configs: readonly Config[], options: LengthOptions): PreviewLength {
  const { steps, stepsPerEpoch, what, unknown } = lengthOf(configs, options);
  return { steps, stepsPerEpoch, reason: unknown ? `${what}: ${missing[unknown]}` : what };
}
