import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import type { PanelState } from '../../protocol.js';

/** What the horizontal axis counts. */
export type XAxis = 'steps' | 'epochs' | 'examples';

/** Training steps in one unit of each axis; undefined where nobody knows. */
export type Units = Readonly<Record<XAxis, number | undefined>>;

/** What a curve and its reader know of its axes. */
export function unitsOf(
  curve: CurveAnswer | undefined,
  reader: Pick<PanelState, 'stepsPerEpoch' | 'examplesPerStep'>,
): Units {
  const guessed = !curve || curve.unknown === 'steps per epoch';
  const stepsPerEpoch = guessed ? reader.stepsPerEpoch : curve.stepsPerEpoch;
  const examples = curve?.examplesPerStep ?? reader.examplesPerStep;
  return {
    steps: 1,
    epochs: stepsPerEpoch !== undefined && stepsPerEpoch > 0 ? stepsPerEpoch : undefined,
    examples: examples !== undefined && examples > 0 ? 1 / examples : undefined,
  };
}

/** The axis that is wanted, or steps where its unit is not known. */
export const knownAxis = (wanted: XAxis, units: Units): XAxis =>
  units[wanted] === undefined ? 'steps' : wanted;
